using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows on which a graph is compared with TorchSharp.</summary>
/// <param name="Raw">The rows as the model receives them: [n, D], or the raw slots of a table, [n, S].</param>
/// <param name="Encoded">The rows as the network receives them: the same rows, or the encoded rows of a table, [n, W].</param>
/// <param name="Latents">The inputs of the decoder: [n, Z].</param>
internal readonly record struct GraphRows(Tensor Raw, Tensor Encoded, Tensor Latents);
