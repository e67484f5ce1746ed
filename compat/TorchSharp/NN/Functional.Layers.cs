using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public enum Padding
{
    Valid = 0,
    Same = 1,
}

public enum PaddingModes
{
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
    Constant = 4,
}

public static partial class torch
{
    public static partial class nn
    {
        // Layers as functions.
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null) =>
                Aten.One("linear", input, weights, bias);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Aten.One(inplace ? "dropout_" : "dropout", input, p, training);

            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                using var image = input.unsqueeze(-1);
                using var dropped = dropout2d(image, p, training, inplace);
                return dropped.squeeze(-1);
            }

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Aten.One(inplace ? "feature_dropout_" : "feature_dropout", input, p, training);

            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Aten.One(inplace ? "feature_dropout_" : "feature_dropout", input, p, training);

            public static Tensor alpha_dropout(
                Tensor input,
                double p = 0.5,
                bool training = false,
                bool inplace = false
            ) => Aten.One(inplace ? "alpha_dropout_" : "alpha_dropout", input, p, training);

            public static Tensor feature_alpha_dropout(
                Tensor input,
                double p = 0.5,
                bool training = false,
                bool inplace = false
            ) => Aten.One(inplace ? "feature_alpha_dropout_" : "feature_alpha_dropout", input, p, training);

            public static Tensor conv1d(
                Tensor input,
                Tensor weight,
                Tensor bias = null,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                long groups = 1
            ) =>
                Aten.One(
                    "conv1d",
                    input,
                    weight,
                    bias,
                    One(stride ?? 1),
                    One(padding ?? 0),
                    One(dilation ?? 1),
                    groups
                );

            public static Tensor conv1d_padding(
                Tensor input,
                Tensor weight,
                Tensor bias = null,
                long? stride = null,
                Padding padding = Padding.Valid,
                long? dilation = null,
                long groups = 1
            ) =>
                Aten.One(
                    "conv1d.padding",
                    input,
                    weight,
                    bias,
                    One(stride ?? 1),
                    padding == Padding.Same ? "same" : "valid",
                    One(dilation ?? 1),
                    groups
                );

            public static Tensor conv_transpose1d(
                Tensor input,
                Tensor weight,
                Tensor bias = null,
                long? stride = null,
                long? padding = null,
                long? output_padding = null,
                long? dilation = null,
                long groups = 1
            ) =>
                Aten.One(
                    "conv_transpose1d",
                    input,
                    weight,
                    bias,
                    One(stride ?? 1),
                    One(padding ?? 0),
                    One(output_padding ?? 0),
                    groups,
                    One(dilation ?? 1)
                );

            public static Tensor conv2d(
                Tensor input,
                Tensor weight,
                Tensor bias = null,
                long[] strides = null,
                long[] padding = null,
                long[] dilation = null,
                long groups = 1
            ) =>
                Aten.One(
                    "conv2d",
                    input,
                    weight,
                    bias,
                    strides ?? [1, 1],
                    padding ?? [0, 0],
                    dilation ?? [1, 1],
                    groups
                );

            public static Tensor conv2d_padding(
                Tensor input,
                Tensor weight,
                Tensor bias = null,
                long[] strides = null,
                Padding padding = Padding.Valid,
                long[] dilation = null,
                long groups = 1
            ) =>
                Aten.One(
                    "conv2d.padding",
                    input,
                    weight,
                    bias,
                    strides ?? [1, 1],
                    padding == Padding.Same ? "same" : "valid",
                    dilation ?? [1, 1],
                    groups
                );

            public static Tensor conv_transpose2d(
                Tensor input,
                Tensor weight,
                Tensor bias = null,
                long[] strides = null,
                long[] padding = null,
                long[] output_padding = null,
                long[] dilation = null,
                long groups = 1
            ) =>
                Aten.One(
                    "conv_transpose2d.input",
                    input,
                    weight,
                    bias,
                    strides ?? [1, 1],
                    padding ?? [0, 0],
                    output_padding ?? [0, 0],
                    groups,
                    dilation ?? [1, 1]
                );

            public static Tensor batch_norm(
                Tensor input,
                Tensor running_mean,
                Tensor running_var,
                Tensor weight = null,
                Tensor bias = null,
                bool training = false,
                double momentum = 0.1,
                double eps = 1E-05
            )
            {
                var shape = input.shape;
                if (training && shape.Length >= 2 && input.NumberOfElements == shape[1])
                {
                    throw new ExternalException(
                        $"Expected more than 1 value per channel when training, got input size [{string.Join(", ", shape)}]"
                    );
                }

                return Aten.One(
                    "batch_norm",
                    input,
                    weight,
                    bias,
                    running_mean,
                    running_var,
                    training,
                    momentum,
                    eps,
                    false
                );
            }

            public static Tensor layer_norm(
                Tensor input,
                long[] normalized_shape,
                Tensor weight = null,
                Tensor bias = null,
                double eps = 1E-05
            ) => Aten.One("layer_norm", input, normalized_shape, weight, bias, eps, false);

            public static Tensor group_norm(
                Tensor input,
                long num_groups,
                Tensor weight = null,
                Tensor bias = null,
                double eps = 1E-05
            ) => Aten.One("group_norm", input, num_groups, weight, bias, eps, false);

            public static Tensor instance_norm(
                Tensor input,
                Tensor running_mean = null,
                Tensor running_var = null,
                Tensor weight = null,
                Tensor bias = null,
                bool use_input_stats = true,
                double momentum = 0.1,
                double eps = 1E-05
            ) =>
                Aten.One(
                    "instance_norm",
                    input,
                    weight,
                    bias,
                    running_mean,
                    running_var,
                    use_input_stats,
                    momentum,
                    eps,
                    false
                );

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) =>
                Aten.One("pixel_shuffle", input, upscale_factor);

            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                Aten.One("pixel_unshuffle", input, downscale_factor);

            public static Tensor pad(
                Tensor input,
                long[] pad,
                PaddingModes mode = PaddingModes.Constant,
                double value = 0
            ) =>
                mode is PaddingModes.Constant or PaddingModes.Zeros
                    ? Aten.One("constant_pad_nd", input, pad, value)
                    : Aten.One("pad", input, pad, mode.ToString().ToLowerInvariant(), Arg.None);
        }
    }
}
