using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Tests.Guardrails.Audit;

public sealed class AuditedScannerTests
{
    private static readonly SpanGuard Deny = (SpanGuard)GuardFactories.BuiltIn.Find(GuardTypes.Deny)!
        .Create(new("deny", GuardTypes.Deny, GuardTypes.Deny, new() { Words = ["quetzal"] }, []))!;

    [Theory]
    [InlineData(ScannerMeasure.All, 12)]
    [InlineData(ScannerMeasure.Places, 0)]
    [InlineData(ScannerMeasure.None, 0)]
    internal void Pass_ATextThatNeedsNoScan_CountsAsLookedAt(ScannerMeasure measure, long characters)
    {
        var run = new GuardRun(Deny, GuardDirection.Input);
        using var scanner = Scanner(run, measure);

        scanner.Pass("nothing, öde"u8);

        Assert.Equal((characters, GuardOutcome.Passed), (run.Characters, run.Outcome));
    }

    [Fact]
    public void Patterns_OfAScannerMadeOfThem_AreTold()
    {
        using var scanner = Scanner(new GuardRun(Deny, GuardDirection.Input), ScannerMeasure.None);

        Assert.Equal("quetzal", Assert.Single(scanner.Patterns!.Set.Patterns).Id);
    }

    private static AuditedScanner Scanner(GuardRun run, ScannerMeasure measure) =>
        new(Deny.Finder(null, GuardDirection.Input)!.CreateScanner(TextKind.User, TextForm.Plain), run, mayFail: false, measure);
}
