using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp
{
    // New tensors of bool values.
    public static partial class torch
    {
        public static Tensor tensor(
            IList<bool> rawArray,
            ReadOnlySpan<long> dimensions,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray.ToArray(), dimensions.ToArray(), new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            IList<bool> rawArray,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray.ToArray(), [rawArray.Count], new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            IList<bool> rawArray,
            long rows,
            long columns,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray.ToArray(), [rows, columns], new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            IList<bool> rawArray,
            long dim0,
            long dim1,
            long dim2,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray.ToArray(), [dim0, dim1, dim2], new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            IList<bool> rawArray,
            long dim0,
            long dim1,
            long dim2,
            long dim3,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray.ToArray(), [dim0, dim1, dim2, dim3], new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            bool scalar,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false
        ) => FromArray(new[] { scalar }, [], new Options(dtype, device, requires_grad, null));

        public static Tensor tensor(
            bool[,,,] rawArray,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray, Lengths(rawArray), new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            bool[,,] rawArray,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray, Lengths(rawArray), new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            bool[,] rawArray,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray, Lengths(rawArray), new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            bool[] rawArray,
            ReadOnlySpan<long> dimensions,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray, dimensions.ToArray(), new Options(dtype, device, requires_grad, names));

        public static Tensor tensor(
            bool[] rawArray,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false,
            string[] names = null
        ) => FromArray(rawArray, [rawArray.LongLength], new Options(dtype, device, requires_grad, names));
    }
}
