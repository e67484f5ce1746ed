using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp
{
    // New tensors of random numbers.
    public static partial class torch
    {
        public static Tensor rand(
            ReadOnlySpan<long> size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(size.ToArray(), new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            int size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { size }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            int rows,
            int columns,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { rows, columns }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            int dim0,
            int dim1,
            int dim2,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { dim0, dim1, dim2 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            int dim0,
            int dim1,
            int dim2,
            int dim3,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { dim0, dim1, dim2, dim3 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            long size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { size }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            long rows,
            long columns,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { rows, columns }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            long dim0,
            long dim1,
            long dim2,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { dim0, dim1, dim2 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            long dim0,
            long dim1,
            long dim2,
            long dim3,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(new long[] { dim0, dim1, dim2, dim3 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor rand(
            long[] size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Rand(size, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            ReadOnlySpan<long> size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(size.ToArray(), new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            int size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { size }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            int rows,
            int columns,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { rows, columns }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            int dim0,
            int dim1,
            int dim2,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { dim0, dim1, dim2 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            int dim0,
            int dim1,
            int dim2,
            int dim3,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { dim0, dim1, dim2, dim3 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            long size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { size }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            long rows,
            long columns,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { rows, columns }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            long dim0,
            long dim1,
            long dim2,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { dim0, dim1, dim2 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            long dim0,
            long dim1,
            long dim2,
            long dim3,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(new long[] { dim0, dim1, dim2, dim3 }, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randn(
            long[] size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => Randn(size, new Options(dtype, device, requires_grad, names), generator);

        public static Tensor randint(
            long low,
            long high,
            long[] size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        )
        {
            var options = new Options(dtype ?? ScalarType.Int64, device, requires_grad, names);
            return options.Finish(
                Aten.One("randint.low_generator", low, high, size, generator, options.Type, Arg.None, options.Device)
            );
        }

        public static Tensor randint(
            long high,
            long[] size,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null,
            string[] names = null
        ) => randint(0, high, size, dtype, device, requires_grad, generator, names);

        public static Tensor randperm(
            long n,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            Generator generator = null
        )
        {
            var options = new Options(dtype ?? ScalarType.Int64, device, requires_grad, null);
            return options.Finish(Aten.One("randperm.generator", n, generator, options.Type, Arg.None, options.Device));
        }

        public static Tensor normal(Tensor mean, Tensor std, Generator generator = null) =>
            Aten.One("normal.Tensor_Tensor", mean, std, generator);

        private static Tensor Rand(long[] size, Options options, Generator generator) =>
            options.Finish(
                Aten.One("rand.generator", size, generator, options.TypeOrDefault, Arg.None, options.Device)
            );

        private static Tensor Randn(long[] size, Options options, Generator generator) =>
            options.Finish(
                Aten.One("randn.generator", size, generator, options.TypeOrDefault, Arg.None, options.Device)
            );
    }
}
