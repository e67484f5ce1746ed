namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Returns a copy of the codebook of vector-quantized latents (<see cref="VectorQuantizedLatentOptions"/>), with the shares of its codes in
    /// training.
    /// </summary>
    /// <returns>The codebook; null for other latents.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeCodebook? DescribeCodebook()
    {
        ThrowIfDisposed();
        return Network.Latent.Describe().Codebook;
    }
}
