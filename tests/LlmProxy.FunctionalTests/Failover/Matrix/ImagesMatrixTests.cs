namespace LlmProxy.FunctionalTests.Failover.Matrix;

public sealed class ImagesMatrixTests(ImagesMatrixTests.Host host) : MatrixTests(host), IClassFixture<ImagesMatrixTests.Host>
{
    [Theory]
    [MemberData(nameof(FaultTable.PlainFaults), MemberType = typeof(FaultTable))]
    public Task Post_EachFaultAtEachPosition_IsAnsweredAsTheTableSays(string fault) => RunAsync(FaultTable.Plain, fault, stream: false);

    public sealed class Host() : MatrixHost("images");
}
