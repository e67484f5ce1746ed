namespace VaeMlNet;

/// <summary>Latents that the user passed: float32 [N, L], row-major.</summary>
internal sealed class GivenLatents(float[] values, int latentDim) : LatentRows(values.Length / latentDim)
{
    public override void Read(long row, Span<float> z) =>
        values.AsSpan(checked((int)row * latentDim), latentDim).CopyTo(z);
}
