using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        // Sums, moments, extremes and orders.
        public partial class Tensor
        {
            public Tensor sum(ScalarType? type = null) => Aten.One("sum", this, type);

            public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("sum.dim_IntList", this, dim.ToArray(), keepdim, type);

            public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("sum.dim_IntList", this, dim, keepdim, type);

            public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("sum.dim_IntList", this, new[] { dim }, keepdim, type);

            public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("sum.dim_IntList", this, new[] { dim0, dim1 }, keepdim, type);

            public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("sum.dim_IntList", this, new[] { dim0, dim1, dim2 }, keepdim, type);

            public Tensor mean() => Aten.One("mean", this);

            public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("mean.dim", this, dimensions, keepdim, type);

            public Tensor nansum() => Aten.One("nansum", this);

            public Tensor median() => Aten.One("median", this);

            public Tensor prod(ScalarType? type = null) => Aten.One("prod", this, type);

            public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
                Aten.One("prod.dim_int", this, dim, keepdim, type);

            public Tensor all() => Aten.One("all", this);

            public Tensor all(long dim, bool keepdim = false) => Aten.One("all.dim", this, dim, keepdim);

            public Tensor any() => Aten.One("any", this);

            public Tensor any(long dim, bool keepdim = false) => Aten.One("any.dim", this, dim, keepdim);

            public Tensor max() => Aten.One("max", this);

            public Tensor max(Tensor other) => Aten.One("max.other", this, other);

            public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
                Aten.Two("max.dim", this, dim, keepdim);

            public Tensor argmax() => Aten.One("argmax", this);

            public Tensor argmax(long dim, bool keepdim = false) => Aten.One("argmax", this, dim, keepdim);

            public Tensor amax(params long[] dims) => Aten.One("amax", this, dims);

            public Tensor min() => Aten.One("min", this);

            public Tensor min(Tensor other) => Aten.One("min.other", this, other);

            public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
                Aten.Two("min.dim", this, dim, keepdim);

            public Tensor argmin() => Aten.One("argmin", this);

            public Tensor argmin(long dim, bool keepdim = false) => Aten.One("argmin", this, dim, keepdim);

            public Tensor amin(params long[] dims) => Aten.One("amin", this, dims);

            // TorchSharp 0.107 does not hand "unbiased" on to libtorch.
            public Tensor var(bool unbiased = true) => Aten.One("var", this, true);

            public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
                Typed(Aten.One("var.dim", this, new[] { dim }, unbiased, keepdim), type);

            public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
                Typed(Aten.One("var.dim", this, dimensions, unbiased, keepdim), type);

            public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Aten.Two("var_mean", this, unbiased);

            public Tensor std(bool unbiased = true) => Aten.One("std", this, unbiased);

            public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
                Typed(Aten.One("std.dim", this, new[] { dim }, unbiased, keepdim), type);

            public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
                Typed(Aten.One("std.dim", this, dimensions, unbiased, keepdim), type);

            public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Aten.Two("std_mean", this, unbiased);

            public Tensor norm(float p = 2f) => Aten.One("norm.Scalar", this, (double)p);

            public Tensor norm(int dim, bool keepdim = false, float p = 2f) =>
                Aten.One("norm.ScalarOpt_dim", this, (double)p, new[] { (long)dim }, keepdim);

            public Tensor logsumexp(long dim, bool keepdim = false) =>
                Aten.One("logsumexp", this, new[] { dim }, keepdim);

            public Tensor count_nonzero(long[] dims = null) =>
                dims is null ? Aten.One("count_nonzero", this) : Aten.One("count_nonzero.dim_IntList", this, dims);

            public Tensor cumsum(long dim, ScalarType? type = null) => Aten.One("cumsum", this, dim, type);

            public Tensor cumprod(long dim, ScalarType? type = null) => Aten.One("cumprod", this, dim, type);

            public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) =>
                Aten.One("quantile", this, q, dim, keepdim);

            public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) =>
                Aten.One("nanquantile", this, q, dim, keepdim);

            public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
                Aten.Two("kthvalue", this, k, dim ?? -1, keepdim);

            public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
                Aten.Two("sort.stable", this, stable, dim, descending);

            public Tensor argsort(long dim = -1, bool descending = false) => Aten.One("argsort", this, dim, descending);

            public Tensor msort() => Aten.One("msort", this);

            public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
                Aten.Two("topk", this, (long)k, (long)dim, largest, sorted);

            public Tensor histc(long bins = 100, long min = 0, long max = 0) => Aten.One("histc", this, bins, min, max);

            public Tensor bincount(Tensor weights, long minlength = 0) =>
                Aten.One("bincount", this, weights, minlength);
        }
    }
}
