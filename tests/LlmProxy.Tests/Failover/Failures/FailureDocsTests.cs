using LlmProxy.Failover.Failures;
using LlmProxy.Tests.Configuration;
using LlmProxy.Tests.Exchange.Delivery;

namespace LlmProxy.Tests.Failover.Failures;

/// <summary>The tables of <c>docs/failover.md</c> say what the code does.</summary>
public class FailureDocsTests
{
    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(SampleFiles.Root, "docs", "failover.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void Failures_Table_IsTheCodes()
    {
        var rows = Rows.Where(row => row.Length == 6).Select(row => string.Join(" | ", row));

        Assert.Equal(
            Enum.GetValues<FailureKind>().Select(kind => Describe(kind, FailureTable.Of(kind))).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sources_Table_TellsEachErrorOfTheGateway()
    {
        var rows = Rows.Where(row => row.Length == 3).Select(row => $"{row[0]} {row[2]}");
        var attempt = Exchanges.Create().Attempt!;
        var expected = Enum.GetValues<FailureKind>().Select(kind =>
        {
            var error = FailureErrors.Create(kind, attempt);
            return $"`{FailureNames.Of(kind)}` {error.Status} `{error.Code}`";
        });

        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Codes_EachOfThem_IsInTheDocsOfErrors()
    {
        var docs = File.ReadAllText(Path.Combine(SampleFiles.Root, "docs", "errors.md"));

        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.Contains($"`{FailureErrors.CodeOf(kind)}`", docs, StringComparison.Ordinal));
    }

    private static string Describe(FailureKind kind, FailureRule rule) => string.Join(
        " | ",
        $"`{FailureNames.Of(kind)}`",
        rule.Actions == FailureActions.None ? "nothing" : string.Join(", ", Tries(rule.Actions)),
        rule.Actions == FailureActions.None ? "" : Words(rule.Class),
        rule.Breaker == BreakerSignal.None ? "" : Words(rule.Breaker),
        rule.Credential == CredentialSignal.None ? "" : rule.Credential == CredentialSignal.NotForModel ? "not for this model" : Words(rule.Credential),
        rule.MayHaveRun ? "yes" : "no");

    private static IEnumerable<string> Tries(FailureActions actions)
    {
        if (actions.HasFlag(FailureActions.OtherKey))
            yield return "key";
        if (actions.HasFlag(FailureActions.SameDestination))
            yield return "same";
        if (actions.HasFlag(FailureActions.OtherDestination))
            yield return "destination";
        if (actions.HasFlag(FailureActions.OtherTarget))
            yield return "target";
    }

    private static string Words(Enum value) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
