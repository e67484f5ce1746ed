using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Parts of a tensor by index or mask.
    public partial class Tensor
    {
        public Tensor narrow(long dim, long start, long length) => Aten.One("narrow", this, dim, start, length);

        public Tensor select(long dim, long index) => Aten.One("select.int", this, dim, index);

        public Tensor gather(long dim, Tensor index) => Aten.One("gather", this, dim, index);

        public Tensor index_select(long dim, Tensor index) => Aten.One("index_select", this, dim, index);

        public Tensor where(Tensor condition, Tensor y) => Aten.One("where.self", condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.One("masked_fill.Scalar", this, mask, value);

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Aten.InPlace("scatter_.src", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            Aten.InPlace("scatter_add_", this, dim, index, src);
    }
}
