using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Windows without weights. A stride left out is the kernel's size.
        public static partial class functional
        {
            public static Tensor max_pool1d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false
            ) =>
                Aten.One(
                    "max_pool1d",
                    input,
                    One(kernel_size),
                    One(stride ?? kernel_size),
                    One(padding ?? 0),
                    One(dilation ?? 1),
                    ceil_mode
                );

            public static Tensor max_pool2d(
                Tensor input,
                long[] kernel_size,
                long[] strides = null,
                long[] padding = null,
                long[] dilation = null,
                bool ceil_mode = false
            ) =>
                Aten.One(
                    "max_pool2d",
                    input,
                    kernel_size,
                    strides ?? kernel_size,
                    padding ?? Pair(0),
                    dilation ?? Pair(1),
                    ceil_mode
                );

            public static Tensor avg_pool1d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true
            ) =>
                Aten.One(
                    "avg_pool1d",
                    input,
                    One(kernel_size),
                    One(stride ?? kernel_size),
                    One(padding ?? 0),
                    ceil_mode,
                    count_include_pad
                );

            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[] stride = null,
                long[] padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                Aten.One(
                    "avg_pool2d",
                    input,
                    kernel_size,
                    stride ?? kernel_size,
                    padding ?? Pair(0),
                    ceil_mode,
                    count_include_pad,
                    Arg.Optional(divisor_override)
                );

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) =>
                Aten.One("adaptive_avg_pool1d", input, One(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Aten.One("adaptive_avg_pool2d", input, output_size);

            private static long[] One(long value) => [value];
        }

        // Settings of both spatial axes.
        private static long[] Pair(long both) => [both, both];

        private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
    }
}
