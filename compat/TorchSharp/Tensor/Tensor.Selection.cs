using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        // Parts of a tensor by index or mask.
        public partial class Tensor
        {
            public Tensor narrow(long dim, long start, long length) => Aten.One("narrow", this, dim, start, length);

            public Tensor slice(long dim, long start, long finish, long step) =>
                Aten.One("slice.Tensor", this, dim, start, finish, step);

            public Tensor select(long dim, long index) => Aten.One("select.int", this, dim, index);

            public Tensor index_select(long dim, Tensor index) => Aten.One("index_select", this, dim, index);

            public Tensor gather(long dim, Tensor index) => Aten.One("gather", this, dim, index);

            public Tensor take(Tensor index) => Aten.One("take", this, index);

            public Tensor masked_select(Tensor mask) => Aten.One("masked_select", this, mask);

            public Tensor nonzero() => Aten.One("nonzero", this);

            public Tensor argwhere() => Aten.One("argwhere", this);

            public Tensor where(Tensor condition, Tensor y) => Aten.One("where.self", condition, this, y);

            public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.One("scatter.src", this, dim, index, src);

            public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
                Aten.One("scatter_add", this, dim, index, src);

            public Tensor masked_fill(Tensor mask, Scalar value) => Aten.One("masked_fill.Scalar", this, mask, value);

            public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.One("masked_scatter", this, mask, value);

            public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
                Aten.One("index_add", this, dim, index, source, alpha);

            public Tensor index_copy(long dim, Tensor index, Tensor source) =>
                Aten.One("index_copy", this, dim, index, source);

            public Tensor index_fill(long dim, Tensor index, Scalar value) =>
                Aten.One("index_fill.int_Scalar", this, dim, index, value);

            public Tensor scatter_(long dim, Tensor index, Tensor src) =>
                Aten.InPlace("scatter_.src", this, dim, index, src);

            public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
                Aten.InPlace("scatter_add_", this, dim, index, src);

            public Tensor masked_fill_(Tensor mask, Scalar value) =>
                Aten.InPlace("masked_fill_.Scalar", this, mask, value);

            public Tensor masked_scatter_(Tensor mask, Tensor value) =>
                Aten.InPlace("masked_scatter_", this, mask, value);

            public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
                Aten.InPlace("index_add_", this, dim, index, source, alpha);

            public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
                Aten.InPlace("index_copy_", this, dim, index, source);

            public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
                Aten.InPlace("index_fill_.int_Scalar", this, dim, index, value);

            public (Tensor output, Tensor inverse_indices, Tensor counts) unique(
                bool sorted = true,
                bool return_inverse = false,
                bool return_counts = false,
                int? dim = null
            ) =>
                dim.HasValue
                    ? Aten.Three("unique_dim", this, (long)dim.Value, sorted, return_inverse, return_counts)
                    : Aten.Three("_unique2", this, sorted, return_inverse, return_counts);
        }
    }
}
