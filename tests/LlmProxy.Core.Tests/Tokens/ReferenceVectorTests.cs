namespace LlmProxy.Core.Tests.Tokens;

public sealed class ReferenceVectorTests
{
    [Fact]
    public void Encode_VectorsOfTheReference_SameIds()
    {
        var vectors = TokenVector.ReadAll(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokens", "vectors.jsonl"));
        Assert.InRange(TokenVectorAssert.AllAgree(vectors), 500, int.MaxValue);
    }

    [ReferenceFact]
    public void Encode_NewVectorsOfTheReference_SameIds()
    {
        var vectors = TokenVector.ReadAll(Environment.GetEnvironmentVariable(ReferenceFactAttribute.FileVariable)!);
        Assert.InRange(TokenVectorAssert.AllAgree(vectors), 500, int.MaxValue);
    }
}
