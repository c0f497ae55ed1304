using System.Diagnostics;
using System.Globalization;

namespace LlmProxy.Benchmarks.Tokens;

/// <summary>The reference encoder in a Node process of its own.</summary>
internal sealed class ReferenceProcess : IDisposable
{
    private readonly Process _node;

    /// <summary>Starts it.</summary>
    /// <param name="root">The repository's folder, where <c>tests/sdk</c> has its packages installed.</param>
    /// <exception cref="InvalidOperationException">Node or the package is missing.</exception>
    public ReferenceProcess(string root)
    {
        var script = Path.Combine(root, "bench", "LlmProxy.Benchmarks", "Tokens", "reference.mjs");
        if (!Directory.Exists(Path.Combine(root, "tests", "sdk", "node_modules", "tiktoken")))
        {
            throw new InvalidOperationException("The npm package tiktoken is missing. Run: cd tests/sdk && npm ci");
        }

        _node = Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("Node could not be started.");
    }

    /// <summary>Loads an encoding and a text.</summary>
    public void Load(string encoding, string file) => Ask($"load {encoding} {file}");

    /// <summary>Encodes the text once.</summary>
    public EncodingRun Run()
    {
        var parts = Ask("run").Split(' ');
        return new EncodingRun(
            double.Parse(parts[0], CultureInfo.InvariantCulture) / 1e6,
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // At the end of its input the script ends.
        _node.StandardInput.Dispose();
        _node.WaitForExit();
        _node.Dispose();
    }

    private string Ask(string line)
    {
        _node.StandardInput.WriteLine(line);
        _node.StandardInput.Flush();
        return _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Node process ended.");
    }
}
