using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Lists layers that TorchSharp 0.107.0 does not compute by their definition. The converters follow the definition. Remove an
/// entry when TorchSharp is fixed.
/// </summary>
internal static class TorchSharpFaults
{
    /// <summary>Returns what TorchSharp computes instead; null for a layer that it computes correctly.</summary>
    public static string? Find(torch.nn.Module module) =>
        module switch
        {
            Hardtanh { inplace: false } => "returns its input unclamped unless inplace is true",
            Unflatten { dim: < 0 } => "refuses a negative dim",
            ConvTranspose2d { output_padding: var padding } when padding.Distinct().Count() > 1 =>
                $"uses output_padding {padding[0]} on every axis in forward(x); functional.conv_transpose2d is correct",
            _ => null,
        };
}
