using LlmProxy.Configuration.Binding;

namespace LlmProxy.Tests.Configuration.Binding;

public class NameSuggestionTests
{
    [Theory]
    [InlineData("Provder", "Provider")] // one letter left out
    [InlineData("Porvider", "Provider")] // two neighbours swapped
    [InlineData("modles", "Models")]
    [InlineData("Api_Key", "ApiKey")]
    [InlineData("Zzz", null)]
    [InlineData("Something", null)]
    public void Nearest_Name_IsFoundWithinAThirdOfItsLength(string name, string? expected)
    {
        Assert.Equal(expected, NameSuggestion.Nearest(name, ["Provider", "Models", "ApiKey"]));
    }

    [Fact]
    public void Nearest_PastedText_IsNotCompared()
    {
        Assert.Null(NameSuggestion.Nearest(new string('x', 101), [new string('x', 101)]));
    }
}
