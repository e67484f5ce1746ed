using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    // Parts of a tensor by index or mask.
    public static partial class torch
    {
        public static Tensor argwhere(Tensor input) => input.argwhere();

        public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

        public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
            input.index_add(dim, index, source, alpha);

        public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
            input.index_add_(dim, index, source, alpha);

        public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) =>
            input.index_copy(dim, index, source);

        public static Tensor index_copy_(Tensor input, long dim, Tensor index, Tensor source) =>
            input.index_copy_(dim, index, source);

        public static Tensor index_fill(Tensor input, long dim, Tensor index, Scalar value) =>
            input.index_fill(dim, index, value);

        public static Tensor index_fill_(Tensor input, long dim, Tensor index, Scalar value) =>
            input.index_fill_(dim, index, value);

        public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

        public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

        public static Tensor narrow(Tensor input, long dim, long start, long length) =>
            input.narrow(dim, start, length);

        public static Tensor nonzero(Tensor input) => input.nonzero();

        public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) =>
            input.scatter(dim, index, src);

        public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) =>
            input.scatter_(dim, index, src);

        public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) =>
            input.scatter_add(dim, index, src);

        public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) =>
            input.scatter_add_(dim, index, src);

        public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

        public static Tensor take(Tensor input, Tensor index) => input.take(index);

        public static (Tensor output, Tensor inverse_indices, Tensor counts) unique(
            Tensor input,
            bool sorted = true,
            bool return_inverse = false,
            bool return_counts = false,
            int? dim = null
        ) => input.unique(sorted, return_inverse, return_counts, dim);

        public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);
    }
}
