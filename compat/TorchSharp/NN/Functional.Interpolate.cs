using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
    }

    public static partial class nn
    {
        // Resizing the spatial axes of [N, C, spatial...].
        public static partial class functional
        {
            public static Tensor interpolate(
                Tensor x,
                long[] size = null,
                double[] scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null,
                bool recompute_scale_factor = false,
                bool antialias = false
            )
            {
                if (mode == InterpolationMode.Nearest && align_corners.HasValue)
                {
                    throw new ExternalException(
                        "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear"
                    );
                }

                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                {
                    throw new ExternalException("Anti-alias option is only supported for bilinear and bicubic modes");
                }

                var spatial = x.shape[2..];
                var target = TargetSize(spatial, size, scale_factor);
                var keepsFactors = scale_factor is not null && !recompute_scale_factor;
                List<Arg> arguments = [x, target];
                if (mode != InterpolationMode.Nearest)
                {
                    arguments.Add(align_corners ?? false);
                }

                for (var i = 0; i < spatial.Length; i++)
                {
                    arguments.Add(keepsFactors ? scale_factor[i] : Arg.None);
                }

                return Aten.One(Operator(mode, spatial.Length, antialias), [.. arguments]);
            }

            private static long[] TargetSize(long[] spatial, long[] size, double[] scale_factor)
            {
                if (size is null == scale_factor is null)
                {
                    throw new ExternalException(
                        size is null
                            ? "either size or scale_factor should be defined"
                            : "only one of size or scale_factor should be defined"
                    );
                }

                var given = size?.Length ?? scale_factor.Length;
                if (given != spatial.Length)
                {
                    throw new ExternalException(
                        $"{(size is null ? "scale_factor" : "size")} shape must match input shape. Input is {spatial.Length}D, got {given}"
                    );
                }

                return size
                    ?? spatial.Select((length, axis) => (long)Math.Floor(length * scale_factor[axis])).ToArray();
            }

            private static string Operator(InterpolationMode mode, int dimensions, bool antialias)
            {
                var name = (mode, dimensions) switch
                {
                    (InterpolationMode.Nearest, 1 or 2 or 3) => $"upsample_nearest{dimensions}d",
                    (InterpolationMode.Linear, 1) => "upsample_linear1d",
                    (InterpolationMode.Bilinear, 2) => "upsample_bilinear2d",
                    (InterpolationMode.Bicubic, 2) => "upsample_bicubic2d",
                    (InterpolationMode.Trilinear, 3) => "upsample_trilinear3d",
                    _ => throw new ExternalException($"Got {dimensions + 2}D input, but {mode} mode needs another"),
                };
                return antialias ? $"_{name}_aa" : name;
            }
        }
    }
}
