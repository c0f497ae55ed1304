namespace LlmProxy.Host.Commands.Production;

/// <summary>One point of the production checklist.</summary>
/// <param name="Title">What it asks for.</param>
/// <param name="Verdict">How the configuration stands.</param>
/// <param name="Detail">Why.</param>
/// <param name="Change">The line to change; <c>null</c>: none.</param>
internal sealed record ChecklistItem(string Title, ChecklistVerdict Verdict, string Detail, string? Change = null)
{
    /// <summary>It passes.</summary>
    public static ChecklistItem Pass(string title, string detail) => new(title, ChecklistVerdict.Pass, detail);

    /// <summary>It fails, and this would mend it.</summary>
    public static ChecklistItem Fail(string title, string detail, string change) => new(title, ChecklistVerdict.Fail, detail, change);

    /// <summary>It passes, unless there are <paramref name="gaps"/>.</summary>
    public static ChecklistItem PassUnless(string title, IReadOnlyList<string> gaps, string detail, string change) =>
        gaps.Count == 0 ? Pass(title, detail) : Fail(title, string.Join("; ", gaps), change);

    /// <summary>Nobody can tell yet.</summary>
    public static ChecklistItem NotAvailable(string title, string detail) => new(title, ChecklistVerdict.NotAvailable, detail);
}
