using System.Text;
using LlmProxy.Prompts.Experiments;

namespace LlmProxy.Tests.Prompts.Experiments;

public class ExperimentUnitsTests
{
    [Theory]
    [InlineData("""{"conversation":"conv_1","prompt_cache_key":"k"}""", "conv_1")]
    [InlineData("""{"prompt_cache_key":"k","conversation":{"x":1,"id":"conv_2"}}""", "conv_2")]
    [InlineData("""  {"model":"m","prompt_cache_key":"k"}""", "k")]
    [InlineData("""{"conversation":null,"prompt_cache_key":"k"}""", "k")]
    public void OfBody_AName_IsTheConversation(string body, string name)
    {
        var unit = ExperimentUnits.OfBody(Encoding.UTF8.GetBytes(body));
        var bytes = new byte[100];

        Assert.Equal(name, Encoding.UTF8.GetString(bytes, 0, unit.Write(bytes)));
        Assert.Equal("conversation", unit.Kind);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"conversation"}]}""")]
    [InlineData("""{"previous_response_id":"resp_1"}""")]
    [InlineData("""{"prompt_cache_key":7,"conversation":[]}""")]
    [InlineData("""{"prompt_cache_key":""}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void OfBody_NoName_IsNobody(string body) => Assert.True(ExperimentUnits.OfBody(Encoding.UTF8.GetBytes(body)).IsNone);

    [Fact]
    public void OfBody_NameTooLong_IsNobody() =>
        Assert.True(ExperimentUnits.OfBody(Encoding.UTF8.GetBytes($$"""{"conversation":"{{new string('c', 513)}}"}""")).IsNone);
}
