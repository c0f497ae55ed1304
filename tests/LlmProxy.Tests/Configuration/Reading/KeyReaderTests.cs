using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;

namespace LlmProxy.Tests.Configuration.Reading;

public class KeyReaderTests
{
    private const string Pool = """{ "Provider": "openai", "ApiKey": "${A}", "ApiKeys": [ "${B}", "${C}" ], "Headers": { "X": "${H}" } }""";

    [Fact]
    public void Read_AllKeys_AreNumberedAsWritten()
    {
        var cluster = Cluster(Pool, ("A", "a"), ("B", "b"), ("C", "c"), ("H", "h"));

        Assert.True(cluster.IsUsable);
        Assert.Equal(["1=a", "2=b", "3=c"], Keys(cluster));
        Assert.Equal("a", cluster.ApiKey?.Reveal());
        Assert.Empty(cluster.MissingSpares);
    }

    [Theory]
    [InlineData("A", "1=A", "B,C")]
    [InlineData("B", "2=B", "A,C")]
    [InlineData("C", "3=C", "A,B")]
    [InlineData("A,C", "1=A,3=C", "B")]
    public void Read_SomeKeys_AreEnoughAndKeepTheirNumbers(string set, string keys, string missing)
    {
        var cluster = Cluster(Pool, [("H", "h"), .. set.Split(',').Select(name => (name, name))]);

        Assert.True(cluster.IsUsable);
        Assert.Equal(keys, string.Join(',', Keys(cluster)));
        Assert.Equal(missing, string.Join(',', cluster.MissingSpares));
        Assert.Equal(cluster.Keys[0].Key, cluster.ApiKey);
    }

    [Fact]
    public void Read_NoKeyOfThePool_TellsThemAll()
    {
        var cluster = Cluster(Pool, ("H", "h"));

        Assert.False(cluster.IsUsable);
        Assert.Equal(["A", "B", "C"], cluster.MissingKeys);
        Assert.Empty(cluster.MissingSpares);
        Assert.Null(cluster.ApiKey);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    public void Read_AHeadersVariableMissing_MakesTheClusterUnusableWhateverKeysThereAre(string set)
    {
        var cluster = Cluster(Pool, (set, "x"));

        Assert.False(cluster.IsUsable);
        Assert.Equal(["H"], cluster.MissingKeys);
    }

    [Fact]
    public void Read_OneVariableForKeyAndHeader_IsMissedForTheHeader()
    {
        var cluster = Cluster(
            """{ "Provider": "openai", "ApiKeys": [ "${A}", "${B}" ], "Headers": { "X": "${A}" } }""", ("B", "b"));

        Assert.Equal(["A"], cluster.MissingKeys);
    }

    [Fact]
    public void Read_TheSameSecretBehindTwoNames_IsOneKey() =>
        Assert.Equal(["1=x", "3=c"], Keys(Cluster(Pool, ("A", "x"), ("B", "x"), ("C", "c"), ("H", "h"))));

    [Fact]
    public void Read_PoolWithoutFirstKey_CountsFromOne() => Assert.Equal(
        ["1=b", "2=c"], Keys(Cluster("""{ "Provider": "openai", "ApiKeys": [ "${B}", "${C}" ] }""", ("B", "b"), ("C", "c"))));

    [Theory]
    [InlineData("""{ "Provider": "openai", "Credential": "Caller", "ApiKeys": [ "${A}" ] }""", "ApiKeys is not used where Credential is 'Caller'; remove it, or set Credential to 'Cluster'.")]
    [InlineData("""{ "Provider": "openai", "ApiKey": "sk-1", "ApiKeys": [ "sk-2", "sk-1" ] }""", "ApiKeys:1 is the same as ApiKey; remove one of the two.")]
    [InlineData("""{ "Provider": "openai", "ApiKeys": [ "sk-2", "sk-2" ] }""", "ApiKeys:1 is the same as ApiKeys:0; remove one of the two.")]
    [InlineData("""{ "Provider": "openai", "ApiKeys": [ "${A}", "${" ] }""", "ApiKeys:1 has '${' without '}'; write ${NAME} for an environment variable, ${file:PATH} for a file, with plain ASCII behind it.")]
    public void Read_OneThingWrong_IsReportedWithoutTheKey(string llm, string expected)
    {
        var error = Assert.Single(Read(llm).Clusters[0].Errors);

        Assert.Equal($"ReverseProxy:Clusters:c:Llm:{expected}", error.ToString());
    }

    [Fact]
    public void Read_AnyKeyOfThePoolChanges_ChangesTheStamps()
    {
        string[] stamps =
        [
            Stamp(("A", "a"), ("B", "b")),
            Stamp(("A", "a"), ("B", "x")),
            Stamp(("A", "a"), ("C", "b")),
            Stamp(("A", "a")),
            Stamp(("A", "a"), ("B", "b"), ("C", "c")),
            Stamp(),
        ];

        Assert.Equal(stamps.Length, stamps.Distinct().Count());
        Assert.Equal(stamps[0], Stamp(("A", "a"), ("B", "b")));

        static string Stamp(params (string, string)[] environment)
        {
            var reading = Read(Pool, environment);
            return reading.Clusters[0].Stamp + reading.Routes[0].Stamp;
        }
    }

    private static IEnumerable<string> Keys(LlmClusterModel cluster) => cluster.Keys.Select(key => $"{key.Number}={key.Key.Reveal()}");

    private static LlmClusterModel Cluster(string llm, params (string, string)[] environment)
    {
        var reading = Read(llm, environment);
        Assert.Empty(reading.Errors);
        return Assert.Single(reading.ToModel().Clusters);
    }

    private static LlmConfigReading Read(string llm, params (string, string)[] environment) => LlmConfigReader.Read(
        TestConfig.Of($$"""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": {} } }, "Clusters": { "c": { "Llm": {{llm}} } } } }"""),
        TestConfig.Env(environment));
}
