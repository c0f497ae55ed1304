namespace LlmProxy.Core.Tests.Protocols.OpenAi;

public class StreamFixtureTests
{
    public static TheoryData<string> Names => FixtureStream.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_WholeBody_GivesTheExpectedEvents(string name) =>
        Assert.Equal(
            FixtureStream.EventsOf(name),
            FixtureStream.Decode(FixtureStream.DecoderFor(name), FixtureStream.BodyOf(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_CutAtEveryByte_GivesTheSameEvents(string name)
    {
        var body = FixtureStream.BodyOf(name);
        var expected = FixtureStream.EventsOf(name);
        for (var cut = 1; cut < body.Length; cut++)
        {
            Assert.Equal(expected, FixtureStream.Decode(FixtureStream.DecoderFor(name), body, cut));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_OneByteAtATime_GivesTheSameEvents(string name)
    {
        var body = FixtureStream.BodyOf(name);
        int[] cuts = [.. Enumerable.Range(1, body.Length - 1)];
        Assert.Equal(
            FixtureStream.EventsOf(name),
            FixtureStream.Decode(FixtureStream.DecoderFor(name), body, cuts));
    }
}
