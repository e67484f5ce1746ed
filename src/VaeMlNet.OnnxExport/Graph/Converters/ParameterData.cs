using System.Globalization;
using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>Reads the values of a tensor as float32.</summary>
internal static class ParameterData
{
    public static float[] ToFloat32(string name, torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        // Flattened first: TorchSharp 0.107.0 refuses to copy an empty tensor of several axes.
        var local = tensor.detach().cpu().contiguous().flatten();
        return tensor.dtype switch
        {
            torch.ScalarType.Float32 => local.data<float>().ToArray(),
            torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => local
                .to(torch.ScalarType.Float32)
                .data<float>()
                .ToArray(),
            torch.ScalarType.Float64 => Narrow(name, local.data<double>().ToArray()),
            _ => throw new OnnxExportException(
                $"Parameter '{name}' is of type {tensor.dtype}; parameters are exported as Float32 from floating point. "
                    + "Add other constants with AddInitializer."
            ),
        };
    }

    private static float[] Narrow(string name, double[] values)
    {
        var narrowed = Array.ConvertAll(values, value => (float)value);
        var overflowed = Enumerable
            .Range(0, values.Length)
            .FirstOrDefault(i => float.IsInfinity(narrowed[i]) && double.IsFinite(values[i]), -1);
        return overflowed < 0
            ? narrowed
            : throw new OnnxExportException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Parameter '{name}' has the value {values[overflowed]} at element {overflowed}, which is too large for Float32. "
                ) + "Rescale the layer before exporting it."
            );
    }
}
