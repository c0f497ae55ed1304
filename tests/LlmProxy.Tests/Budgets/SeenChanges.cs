using LlmProxy.Budgets;

namespace LlmProxy.Tests.Budgets;

/// <summary>Remembers what an account tells.</summary>
internal sealed class SeenChanges : IBudgetObserver
{
    public int Changes { get; private set; }

    public List<string> Reached { get; } = [];

    public void Changed(BudgetAccount account) => Changes++;

    void IBudgetObserver.Reached(BudgetAccount account, bool isHard, in BudgetReading reading) =>
        Reached.Add($"{(isHard ? "hard" : "soft")} {reading.Period} {reading.Spent}");
}
