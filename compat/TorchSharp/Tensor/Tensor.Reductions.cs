using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Sums, moments, extremes and orders.
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Aten.One("sum", this, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Aten.One("sum.dim_IntList", this, dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Aten.One("sum.dim_IntList", this, new[] { dim }, keepdim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => Aten.One("logsumexp", this, new[] { dim }, keepdim);

        public Tensor mean() => Aten.One("mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Aten.One("mean.dim", this, dimensions, keepdim, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Aten.One("prod.dim_int", this, dim, keepdim, type);

        public Tensor max() => Aten.One("max", this);

        public Tensor argmax(long dim, bool keepdim = false) => Aten.One("argmax", this, dim, keepdim);

        public Tensor min() => Aten.One("min", this);

        public Tensor argmin(long dim, bool keepdim = false) => Aten.One("argmin", this, dim, keepdim);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Aten.One("std.dim", this, new[] { dim }, unbiased, keepdim), type);

        public Tensor var(bool unbiased = true) => Aten.One("var", this, true);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Aten.One("var.dim", this, new[] { dim }, unbiased, keepdim), type);

        public Tensor norm(float p = 2f) => Aten.One("norm.Scalar", this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) =>
            Aten.One("norm.ScalarOpt_dim", this, (double)p, new[] { (long)dim }, keepdim);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.Two("topk", this, (long)k, (long)dim, largest, sorted);
    }
}
