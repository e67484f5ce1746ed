using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts Upsample to Resize if the two agree exactly, otherwise to Gather. For factors that are not integers, TorchSharp
/// finds the nearest neighbors with float32 arithmetic that Resize does not repeat exactly.
/// </summary>
internal static class Upsampling
{
    private const int FirstSpatialAxis = 2;

    public static OnnxConverters WithUpsampling(this OnnxConverters converters) =>
        converters.With<Upsample>("`Resize`; nearest by a factor that is no integer, `Gather`", Export);

    private static OnnxValue Export(OnnxGraphBuilder graph, Upsample module, OnnxValue input, string path)
    {
        var spatialAxes = module.mode switch
        {
            torch.UpsampleMode.Nearest => (input.Shape?.Count - FirstSpatialAxis) ?? 0,
            torch.UpsampleMode.Linear => 1,
            torch.UpsampleMode.Bilinear or torch.UpsampleMode.Bicubic => 2,
            _ => 0,
        };
        if (spatialAxes is not (1 or 2))
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' upsamples {input} in mode {module.mode}; exported are 1 or 2 spatial axes "
                    + "in modes Nearest, Linear, Bilinear and Bicubic. Use one of these."
            );
        }

        ImageInput.Check(graph, input, spatialAxes);
        var sizes = ImageInput.RequireSpatialSizes(graph, input, "upsamples");
        var targets = Targets(graph, module, sizes);
        RefuseAmbiguous(graph, module, input, targets);
        var result =
            module.mode == torch.UpsampleMode.Nearest
                ? ExportNearest(graph, targets, input)
                : ExportResize(graph, module, targets, input);
        return ImageInput.DeclareShape(result, input, null, (axis, _) => targets[axis].OutputSize);
    }

    private static UpsampledAxis[] Targets(OnnxGraphBuilder graph, Upsample module, long[] sizes)
    {
        var (wanted, factors) = (module.size.ToArray(), module.scale_factor.ToArray());
        if (wanted.Length != sizes.Length && factors.Length != sizes.Length)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' has {wanted.Length} sizes and {factors.Length} factors for "
                    + $"{sizes.Length} spatial axes. Give one of them per axis."
            );
        }
        // recompute_scale_factor uses the factor only to compute the size.
        return
        [
            .. sizes.Select(
                (size, axis) =>
                    wanted.Length > 0 ? new UpsampledAxis(size, wanted[axis], null)
                    : module.recompute_scale_factor == true
                        ? new UpsampledAxis(size, (long)Math.Floor(size * factors[axis]), null)
                    : new UpsampledAxis(size, (long)Math.Floor(size * factors[axis]), factors[axis])
            ),
        ];
    }

    private static void RefuseAmbiguous(OnnxGraphBuilder graph, Upsample module, OnnxValue input, UpsampledAxis[] axes)
    {
        var ambiguous = module.mode switch
        {
            torch.UpsampleMode.Nearest => Array.Find(axes, axis => axis.IsAmbiguousForNearest),
            torch.UpsampleMode.Bicubic => Array.Find(axes, axis => axis.IsAmbiguousForCubic),
            _ => null,
        };
        if (ambiguous is not null)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' upsamples {input} from {ambiguous.InputSize} to {ambiguous.OutputSize} "
                    + "elements by another factor; what TorchSharp then takes depends on the memory layout or its version. "
                    + "Give the sizes instead, or set recompute_scale_factor."
            );
        }
    }

    private static OnnxValue ExportNearest(OnnxGraphBuilder graph, UpsampledAxis[] axes, OnnxValue input)
    {
        if (axes.All(axis => axis.IsIntegerFactor))
        {
            return graph.AddNode(
                "Resize",
                [input, OnnxValue.Omitted, graph.AddVector([1, 1, .. axes.Select(axis => axis.Factor)])],
                OnnxAttribute.Text("mode", "nearest"),
                OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"),
                OnnxAttribute.Text("nearest_mode", "floor")
            );
        }

        var value = input;
        for (var i = 0; i < axes.Length; i++)
        {
            value = graph.AddNode(
                "Gather",
                [value, graph.AddIndices(axes[i].NearestSources())],
                OnnxAttribute.Integer("axis", i + FirstSpatialAxis)
            );
        }

        return value;
    }

    private static OnnxValue ExportResize(
        OnnxGraphBuilder graph,
        Upsample module,
        UpsampledAxis[] axes,
        OnnxValue input
    ) =>
        graph.AddNode(
            "Resize",
            [input, OnnxValue.Omitted, graph.AddVector([1, 1, .. axes.Select(axis => axis.Factor)])],
            OnnxAttribute.Text("mode", module.mode == torch.UpsampleMode.Bicubic ? "cubic" : "linear"),
            OnnxAttribute.Text(
                "coordinate_transformation_mode",
                module.align_corners == true ? "align_corners" : "half_pixel"
            )
        );
}

/// <summary>One spatial axis of an Upsample module.</summary>
/// <param name="InputSize">The size before upsampling.</param>
/// <param name="OutputSize">The size after upsampling.</param>
/// <param name="StatedFactor">The factor for computing positions; null to compute it from the sizes.</param>
internal sealed record UpsampledAxis(long InputSize, long OutputSize, double? StatedFactor)
{
    public bool IsIntegerFactor => OutputSize % InputSize == 0 && (StatedFactor ?? Ratio) == Ratio;

    /// <summary>
    /// Gets whether the nearest elements depend on the input's memory layout. For one layout, ATen copies or doubles an axis of
    /// the same or twice the size, whatever factor was stated (nearest_idx).
    /// </summary>
    public bool IsAmbiguousForNearest =>
        (OutputSize == InputSize || OutputSize == 2 * InputSize)
        && NearestSources().Where((source, i) => source != i * InputSize / OutputSize).Any();

    /// <summary>Gets whether the other axis and the version decide if cubic interpolation resamples this axis.</summary>
    public bool IsAmbiguousForCubic => OutputSize == InputSize && (StatedFactor ?? 1) != 1;

    /// <summary>Gets the factor for ONNX's Resize, which computes the new size as floor(size * factor).</summary>
    /// <remarks>
    /// ONNX Runtime infers the size of float32 factors in float64 and in float32, so that both must give the size.
    /// Linear interpolation copies an axis whose size does not change, whatever factor was stated
    /// (compute_source_index_and_lambda).
    /// </remarks>
    public float Factor
    {
        get
        {
            var factor = OutputSize == InputSize ? 1 : (float)(StatedFactor ?? Ratio);
            while (Math.Floor(InputSize * (double)factor) < OutputSize)
            {
                factor = MathF.BitIncrement(factor);
            }

            while (MathF.Floor(InputSize * factor) > OutputSize)
            {
                factor = MathF.BitDecrement(factor);
            }

            return factor;
        }
    }

    private double Ratio => OutputSize / (double)InputSize;

    /// <summary>
    /// Returns the source element of each output: min(floor(i * scale), last) in float32, as in ATen's
    /// nearest_neighbor_compute_source_index.
    /// </summary>
    public long[] NearestSources()
    {
        var scale = StatedFactor is { } factor ? (float)(1 / factor) : InputSize / (float)OutputSize;
        return
        [
            .. Enumerable.Range(0, (int)OutputSize).Select(i => Math.Min((long)MathF.Floor(i * scale), InputSize - 1)),
        ];
    }
}
