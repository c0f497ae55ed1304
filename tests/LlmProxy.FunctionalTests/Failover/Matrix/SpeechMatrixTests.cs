namespace LlmProxy.FunctionalTests.Failover.Matrix;

public sealed class SpeechMatrixTests(SpeechMatrixTests.Host host) : MatrixTests(host), IClassFixture<SpeechMatrixTests.Host>
{
    [Theory]
    [MemberData(nameof(FaultTable.BinaryFaults), MemberType = typeof(FaultTable))]
    public Task Post_EachFaultAtEachPosition_IsAnsweredAsTheTableSays(string fault) => RunAsync(FaultTable.Binary, fault, stream: false);

    public sealed class Host() : MatrixHost("speech");
}
