# The frame of every page.
shell-brand = Approdo
shell-title = { $page } · Approdo
shell-skip = Go to the content
shell-menu = Menu
shell-search-label = Search for a person
shell-search-placeholder = Search: name, date, phone, document
shell-new-contact = New contact
shell-sections = Sections
shell-tab-today = Today
shell-tab-people = People
shell-tab-contacts = Contacts
shell-tab-users = Users
shell-tab-trail = Trail
shell-tab-self-test = Self-test
shell-language = Italiano
shell-language-label = Language of the pages
shell-log-out = Log out
shell-foot = About the service
shell-accessibility = Accessibility

# Buttons and words for everyone.
shell-save = Save
shell-save-next = Save and next
shell-cancel = Cancel
shell-correct = Correct
shell-open = Open
shell-search = Search
shell-add = Add
shell-remove = Remove
shell-back = Go back
shell-to-today = Go to Today
shell-yes = Yes
shell-no = No
shell-unknown = I don't know
shell-not-recorded = not recorded
shell-not-asked = Not asked
shell-draft-here = This is the draft you left.
shell-draft-leave = Begin anew
shell-saved-at = Saved at { $time }.
shell-page-before = Before
shell-page-after = After

# When two people write at once.
shell-conflict = While you were writing, { $who } changed “{ $field }” at { $time }
shell-conflict-mine = Yours
shell-conflict-theirs = Theirs

# Errors beside the field: what is wrong and what would be right.
shell-errors-heading = There are { $count } things to look at
shell-error-blank = The text is missing here: write something
shell-error-long = { $most ->
    [one] There is room for one character here
   *[other] There is room for { $most } characters here: shorten the text
}
shell-error-control = There is a character that cannot be seen: type the text again by hand
shell-error-date = This date cannot be read: write it like 3/5/1991, or just the year
shell-error-month = The month goes from 1 to 12: you wrote { $typed }
shell-error-day = This month has no day { $typed }: check the day and the month
shell-error-year = The year goes from 1880 to 2200: you wrote { $typed }
shell-error-choose = The answer is missing: choose one

# When a page cannot be given.
shell-gone-title = There is nothing to show you here
shell-gone = The address may be wrong, or the page is not open to you. If you need a file, ask who coordinates.
shell-large-title = Too much at once
shell-large = What you sent is bigger than this page can take. Nothing was saved: go back, shorten the text and try again.
shell-slow-title = It came in too slowly
shell-slow = What you sent arrived too slowly or stopped half-way. Nothing was saved: go back, check the connection and send it again.
shell-bad-title = The request did not arrive whole
shell-bad = The page sent something we do not know, and nothing was saved. Go back, reload the page and try again.
shell-crossed-title = Reload the page and try again
shell-crossed = We are not sure that the request comes from a page you have open now, and nothing was saved. Go back, reload the page and try again.
shell-full-title = Nothing can be saved right now
shell-full = The disk of the system is full or does not answer. What was saved before is there; what you just asked for was not done. Go back: what you typed is still in the page. Keep it open, and try again in a few minutes.
shell-full-code = Tell whoever looks after the system, with this code: { $code }
shell-broken-title = Something broke on our side
shell-broken = It is not your fault. Go back and try again: unless you read “Saved”, nothing was saved.
shell-broken-code = If it happens again, tell whoever looks after the system this code: { $code }
shell-accessibility-title = Accessibility
shell-accessibility-state = These pages are made for WCAG 2.2, level AA: they work with the keyboard, with a screen reader, at 400 percent zoom and without script.
shell-accessibility-known = They are checked by tools and by hand, not yet by people who use a screen reader every day.
shell-accessibility-tell = If something does not work for you, tell whoever looks after the system in your city: say which page, and what you read it with.

shell-glass-label = Emergency opening running
shell-glass-left = { $minutes ->
    [one] Emergency opening: { $minutes } minute left.
   *[other] Emergency opening: { $minutes } minutes left.
}
shell-glass-seen = Every page you open is written down and will be judged.
shell-glass-back = Back to the file
shell-glass-close = Close now
shell-glass-no-print = During an emergency opening nothing is printed.

# Letters that the keyboard has not.
shell-letters = Other alphabets
shell-letters-window = (opens in another window)
shell-letters-title = Letters of other alphabets
shell-letters-lead = To write a name as it stands on the document when the keyboard has not its letters: select them, copy them and paste them into the field.
shell-letters-alphabet = Alphabet
shell-letters-latin = How it sounds, in Latin letters
shell-letters-hint = Type the name as it sounds and choose among the proposals, or press Enter for the first. Without typing anything, choose one letter at a time.
shell-letters-into = Written into
shell-letters-all = Letters
shell-letters-proposed = Proposals
shell-letters-nothing = No letter of this alphabet sounds like this: type a part of it, or clear it and choose one letter at a time.
shell-letters-space = Space
shell-letters-back = Delete the last letter
shell-letters-close = Close
