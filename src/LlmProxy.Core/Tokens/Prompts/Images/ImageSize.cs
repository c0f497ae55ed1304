namespace LlmProxy.Core.Tokens.Prompts.Images;

/// <summary>How large an image is.</summary>
/// <param name="Width">In pixels, at least 1.</param>
/// <param name="Height">In pixels, at least 1.</param>
public readonly record struct ImageSize(int Width, int Height);
