using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Views and copies in another shape.
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => Aten.One("view", this, shape);

        public Tensor reshape(params long[] shape) => Aten.One("reshape", this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
            Aten.One("flatten.using_ints", this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            if (dim < 0 || dim >= ndim)
            {
                throw new ArgumentException($"Invalid 'dim' argument: {dim}.");
            }

            if (sizes.Length == 0)
            {
                throw new ArgumentException("The number of output sizes is zero.");
            }

            return Aten.One("unflatten.int", this, dim, sizes);
        }

        public Tensor squeeze(long? dim = null) =>
            dim.HasValue ? Aten.One("squeeze.dim", this, dim.Value) : Aten.One("squeeze", this);

        public Tensor squeeze_(long? dim = null) =>
            dim.HasValue ? Aten.InPlace("squeeze_.dim", this, dim.Value) : Aten.InPlace("squeeze_", this);

        public Tensor unsqueeze(long dim) => Aten.One("unsqueeze", this, dim);

        public Tensor t() => Aten.One("t", this);

        public Tensor transpose(long dim0, long dim1) => Aten.One("transpose.int", this, dim0, dim1);

        public Tensor permute(params long[] permutation) => Aten.One("permute", this, permutation);

        public Tensor expand(params long[] sizes) => Aten.One("expand", this, sizes);

        public Tensor expand_as(Tensor other) => Aten.One("expand_as", this, other);

        public Tensor repeat(params long[] sizes) => Aten.One("repeat", this, sizes);

        public Tensor[] chunk(long chunks, long dim = 0) => Aten.List("chunk", this, chunks, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Aten.List("split_with_sizes", this, sizes, dim);

        public Tensor unfold(long dimension, long size, long step) => Aten.One("unfold", this, dimension, size, step);

        public Tensor contiguous() => Aten.One("contiguous", this);

        public Tensor clone() => Aten.One("clone", this);
    }
}
