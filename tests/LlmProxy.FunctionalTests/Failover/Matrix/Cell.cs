namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>One cell of the table, with a route and clusters of its own, so that no circuit of another is in its way.</summary>
/// <param name="Id">The name of its route, and how its clusters' begin.</param>
/// <param name="Row">Its line.</param>
/// <param name="Position">Its column.</param>
internal sealed record Cell(string Id, FaultRow Row, Position Position)
{
    public string Expected => Position switch
    {
        Position.First => Row.First,
        Position.Second => Row.Second,
        Position.All => Row.All,
        Position.Alone => Row.Alone,
        _ => Row.Once,
    };

    /// <summary>Whether the fault comes after the first content of a stream, which then must have arrived alone.</summary>
    public bool ComesLate => Row.First.Contains('!', StringComparison.Ordinal) || (Row.Fault == "malformed" && Row.IsHarmless);

    /// <summary>Its clusters, each with one model of the same name.</summary>
    public string[] Models => Position is Position.Alone or Position.Once ? ["a"] : ["a", "b", "c"];

    public int MaxAttempts => Position is Position.Alone or Position.Once ? 3 : 1;

    /// <summary>So many failures open a circuit: as many as the cell is to have at one place, so that one too few is seen.</summary>
    public int FailuresToOpen => Position switch
    {
        Position.Alone => Outcome.Parse(Expected).Attempts,
        Position.Once when Outcome.Parse(Expected).Attempts > 1 => 2,
        _ => 1,
    };

    /// <summary>How a model fails; <c>null</c> where it does not.</summary>
    public string? FaultOf(string model) => (Position, model) switch
    {
        (Position.Second, "a") => "status:500",
        (Position.Second, "b") or (Position.All, _) or (_, "a") => Row.Fault,
        _ => null,
    };

    /// <summary>
    /// What the sandbox is told by the model's cluster: to fail as often as the cell expects, and not in the sound request that follows. The first
    /// part fits no model; it keeps the cell's requests and counters apart.
    /// </summary>
    public string Header(string model)
    {
        var attempts = Outcome.Parse(Expected).Attempts;
        var times = Position == Position.Alone ? attempts : 1;
        var isTried = Array.IndexOf(Models, model) < attempts;
        return $"{Id}-{model}=empty" + (isTried && FaultOf(model) is { } fault ? $",{model}={fault};times:{times}" : "");
    }

    /// <summary>Who takes a sound request afterwards: the first place whose circuit is closed.</summary>
    public string? After()
    {
        var outcome = Outcome.Parse(Expected);
        var failed = outcome.Answers is null || outcome.Breaks ? outcome.Attempts : outcome.Attempts - 1;
        if (Position == Position.Once && outcome.Attempts > 1)
            failed = 0;
        var open = Models.Take(failed).Where(model => Row.Opens || (Position == Position.Second && model == "a")).ToHashSet();
        return Models.FirstOrDefault(model => !open.Contains(model));
    }
}
