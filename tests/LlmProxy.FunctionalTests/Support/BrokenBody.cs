using System.Text;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>Reads answers that may break off.</summary>
internal static class BrokenBody
{
    /// <summary>What came, and whether the connection was cut after it. Disposes the answer.</summary>
    public static async Task<(string Text, bool IsCut)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            var text = new StringBuilder();
            var buffer = new byte[4096];
            try
            {
                while (await body.ReadAsync(buffer) is var read and > 0)
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                return (text.ToString(), false);
            }
            catch (IOException)
            {
                return (text.ToString(), true);
            }
        }
    }
}
