namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>The places at which a match may begin, from the first that is not decided on: runs them, judges them, opens what goes on.</summary>
internal sealed class Starts
{
    private readonly ScanText _text;
    private readonly List<PatternMatch> _matches;
    private readonly StartRun _run;
    private readonly MatchJudge _judge;
    private readonly Continuations _continuations;
    private int _previousClass;

    /// <summary>Makes the starts of one text.</summary>
    /// <param name="set">The patterns.</param>
    /// <param name="text">The text.</param>
    /// <param name="matches">Where matches are reported.</param>
    public Starts(PatternSet set, ScanText text, List<PatternMatch> matches)
    {
        _text = text;
        _matches = matches;
        _run = new StartRun(set.StartAutomaton, set.Patterns, set.Conditions);
        _judge = new MatchJudge(set.Patterns);
        _continuations = new Continuations(set.Continuations, _judge);
    }

    /// <summary>The first that is not decided.</summary>
    public long First { get; private set; }

    /// <summary>The first byte that is still read, by a start or by a match that goes on.</summary>
    public long FirstUnread => Math.Min(First, _continuations.FirstUnread());

    /// <summary>How many characters were read from starts.</summary>
    public long Steps => _run.Steps;

    /// <summary>Begins a text.</summary>
    public void Begin()
    {
        First = 0;
        _previousClass = -1;
        _run.Stop();
        _judge.Begin();
        _continuations.Begin();
    }

    /// <summary>Reads on what has begun and goes on behind its head.</summary>
    public void Continue() => _continuations.Continue(_text, _matches);

    /// <summary>Passes all starts before a place, the beginning of a character; none that lies behind it.</summary>
    public void SkipTo(long position)
    {
        if (position <= First)
            return;
        First = position;
        _previousClass = _text.ClassBefore(position);
        _run.Stop();
    }

    /// <summary>Looks at each start before <paramref name="end"/>, until one needs more text.</summary>
    public void Decide(long end)
    {
        while (First < end)
        {
            if (!_run.IsActive)
                _run.Begin(First, _previousClass);
            if (!_run.Continue(_text) || (_run.Candidates.Count > 0 && !TryReport()))
                return;
            _text.TryRead(First, out _previousClass, out var width);
            First += width;
            _run.Stop();
        }
    }

    private bool TryReport()
    {
        var before = _matches.Count;
        if (!_judge.TryJudge(_run, _text, _matches))
            return false;
        _continuations.Open(_matches, before);
        _continuations.Continue(_text, _matches);
        return true;
    }
}
