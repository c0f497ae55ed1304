using System.Buffers.Binary;

namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>The weights of a logistic regression over hashed features.</summary>
/// <remarks>
/// The file: the four bytes <c>LPIJ</c>; a byte for the version of the features and one for the bits of a feature's
/// place; four little-endian single-precision numbers, the logit of one step of weight, the bias, the slope and the
/// intercept of the calibration; then one signed byte of weight for each place.
/// </remarks>
internal sealed class InjectionModel
{
    /// <summary>The version of the features. A file of another version was trained for other ones, and is refused.</summary>
    public const byte Version = 1;

    private const int HeaderLength = 22;

    private static readonly Lazy<InjectionModel> Shared = new(LoadDefault);

    private readonly float _step;
    private readonly float _bias;
    private readonly float _slope;
    private readonly float _intercept;

    private InjectionModel(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || !file.StartsWith("LPIJ"u8) || file[4] != Version || file.Length != HeaderLength + (1 << file[5]))
            throw new InvalidDataException($"This is no injection model of version {Version}.");

        Bits = file[5];
        _step = BinaryPrimitives.ReadSingleLittleEndian(file[6..]);
        _bias = BinaryPrimitives.ReadSingleLittleEndian(file[10..]);
        _slope = BinaryPrimitives.ReadSingleLittleEndian(file[14..]);
        _intercept = BinaryPrimitives.ReadSingleLittleEndian(file[18..]);
        Weights = new sbyte[1 << Bits];
        for (var i = 0; i < Weights.Length; i++)
            Weights[i] = (sbyte)file[HeaderLength + i];
    }

    /// <summary>The model that belongs to this version of the gateway.</summary>
    public static InjectionModel Default => Shared.Value;

    /// <summary>A feature's place is this many upper bits of its hash.</summary>
    public int Bits { get; }

    /// <summary>The weights, in steps.</summary>
    public sbyte[] Weights { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public static InjectionModel Read(ReadOnlySpan<byte> file) => new(file);

    /// <summary>Writes a model as <see cref="Read"/> takes it.</summary>
    /// <param name="weights">The weights; their number is a power of two.</param>
    /// <param name="bias">The logit of no feature.</param>
    /// <param name="slope">Of the calibration: score = sigmoid(slope * logit + intercept).</param>
    /// <param name="intercept">Of the calibration.</param>
    public static byte[] Write(ReadOnlySpan<double> weights, double bias, double slope, double intercept)
    {
        var most = 0.0;
        foreach (var weight in weights)
            most = Math.Max(most, Math.Abs(weight));
        var step = Math.Max(most, 1e-6) / sbyte.MaxValue;
        var file = new byte[HeaderLength + weights.Length];
        "LPIJ"u8.CopyTo(file);
        file[4] = Version;
        file[5] = (byte)int.Log2(weights.Length);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(6), (float)step);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(10), (float)bias);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(14), (float)slope);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(18), (float)intercept);
        for (var i = 0; i < weights.Length; i++)
            file[HeaderLength + i] = (byte)(sbyte)Math.Round(weights[i] / step);
        return file;
    }

    /// <summary>The log-odds of a window whose weights add up to <paramref name="steps"/>.</summary>
    public double Logit(int steps) => _bias + ((double)steps * _step);

    /// <summary>The calibrated score, 0 to 1.</summary>
    public double Score(double logit) => 1 / (1 + Math.Exp(-((_slope * logit) + _intercept)));

    private static InjectionModel LoadDefault()
    {
        using var stream = typeof(InjectionModel).Assembly.GetManifestResourceStream("LlmProxy.Core.Guardrails.Injection.injection.bin")
            ?? throw new InvalidOperationException("The injection model is not part of this build.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new InjectionModel(file);
    }
}
