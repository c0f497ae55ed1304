namespace LlmProxy.Host.Commands.Production;

/// <summary>The fifteen points that a service with a language model in it should have before it meets the public.</summary>
internal static class ProductionChecklist
{
    /// <summary>Looks at all of them, in order.</summary>
    public static IReadOnlyList<ChecklistItem> Of(ProductionConfiguration configuration) =>
    [
        SecurityChecks.Secrets(configuration),
        SecurityChecks.UserLimits(configuration),
        GuardrailChecks.Input(configuration),
        GuardrailChecks.Output(configuration),
        ChecklistItem.NotAvailable("semantic cache", "the gateway has none yet"),
        ChecklistItem.Pass("streaming", "every chat endpoint streams when the caller asks for it; no setting turns that off"),
        ReliabilityChecks.BackOff(configuration),
        ReliabilityChecks.Fallbacks(configuration),
        OperationChecks.Logs(configuration),
        OperationChecks.Costs(configuration),
        ChecklistItem.Pass("health with dependencies", "/health/ready tells the state of each part, for the admin key or on loopback"),
        ReliabilityChecks.TokenLimits(configuration),
        ReliabilityChecks.Timeouts(configuration),
        SecurityChecks.Cors(configuration),
        ChecklistItem.NotAvailable(
            "load test with 100 users", "a file cannot show it; 'dotnet run -c Release --project bench/LlmProxy.Load -- --help' measures on your machine"),
    ];
}
