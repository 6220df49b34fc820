# The public face: what `import sahelkit as sk` offers, and the room each name lives in. lazy_loader reads this file.

from .corpus import Corpus as Corpus
from .corpus import code as code
from .corpus import load as load
from .corpus import open as open
from .exploring.explorer import explore as explore
from .exploring.read_box import read_box as read_box
from .exploring.saved import read_selections as read_selections
from .linking import link as link
from .linking import link_folder as link_folder
from .selection import Selection as Selection
from .showing.calendar import plot_articles as plot_articles
from .showing.contexts import plot_concordance as plot_concordance
from .showing.highlight import Article as Article
from .showing.plots import plot_comentions as plot_comentions
from .showing.plots import plot_mentions as plot_mentions
from .showing.ranges import plot_figures as plot_figures
from .showing.rates import plot_trends as plot_trends
from .showing.sentences import show_concordance as show_concordance
from .showing.sentences import show_evidence as show_evidence
from .showing.speakers import plot_statements as plot_statements
from .showing.timeline import plot_events as plot_events
from .showing.timeline import plot_incidents as plot_incidents
from .showing.words import plot_collocates as plot_collocates
from .showing.words import plot_keyness as plot_keyness
from .studying.chains import chains as chains
from .studying.codes import with_codes as with_codes
from .studying.collocates import collocates as collocates
from .studying.concordance import concordance as concordance
from .studying.coverage import count_coverage as count_coverage
from .studying.coverage import count_unread as count_unread
from .studying.coverage import coverage as coverage
from .studying.incidents import incidents as incidents
from .studying.incidents import orders as orders
from .studying.keyness import keyness as keyness
from .studying.proposals import propose_actors as propose_actors
from .studying.statements import count_statements as count_statements
from .studying.statements import statements as statements
from .studying.summaries import comentions as comentions
from .studying.summaries import count_events as count_events
from .studying.summaries import count_figures as count_figures
from .studying.summaries import count_mentions as count_mentions
from .studying.trends import trends as trends

__version__: str
