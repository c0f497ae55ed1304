namespace LlmProxy.FunctionalTests.Failover.Matrix;

public sealed class MessagesMatrixTests(MessagesMatrixTests.Host host) : MatrixTests(host), IClassFixture<MessagesMatrixTests.Host>
{
    [Theory]
    [MemberData(nameof(FaultTable.PlainFaults), MemberType = typeof(FaultTable))]
    public Task Post_EachFaultAtEachPosition_IsAnsweredAsTheTableSays(string fault) => RunAsync(FaultTable.Plain, fault, stream: false);

    [Theory]
    [MemberData(nameof(FaultTable.StreamFaults), MemberType = typeof(FaultTable))]
    public Task Stream_EachFaultAtEachPosition_IsAnsweredAsTheTableSays(string fault) => RunAsync(FaultTable.Stream, fault, stream: true);

    public sealed class Host() : MatrixHost("messages");
}
