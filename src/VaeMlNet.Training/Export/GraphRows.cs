using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Rows that a graph and TorchSharp are compared on.</summary>
/// <param name="Raw">As the model takes them: [n, D], of a table its raw slots [n, S].</param>
/// <param name="Encoded">As the network takes them: the same, of a table [n, W].</param>
/// <param name="Latents">What the decoder takes: [n, Z].</param>
internal readonly record struct GraphRows(Tensor Raw, Tensor Encoded, Tensor Latents);
