using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        // tensor[...]: what PyTorch's indexing does with numbers, ranges, new axes, and tensors of indices.
        public partial class Tensor
        {
            public Tensor this[params TensorIndex[] indices]
            {
                get => index(indices);
                set => index_put_(value, indices);
            }

            public Tensor this[params Tensor[] indices]
            {
                get => index(indices);
                set => index_put_(value, indices);
            }

            public Tensor this[params long[] indices]
            {
                get => index(indices.Select(i => TensorIndex.Single(i)).ToArray());
                set => index_put_(value, indices.Select(i => TensorIndex.Single(i)).ToArray());
            }

            public Tensor this[long i1]
            {
                get => index(TensorIndex.Single(i1));
                set => index_put_(value, TensorIndex.Single(i1));
            }

            public Tensor this[long i1, long i2]
            {
                get => index(TensorIndex.Single(i1), TensorIndex.Single(i2));
                set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2));
            }

            public Tensor this[long i1, long i2, long i3]
            {
                get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
                set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
            }

            public Tensor index(params TensorIndex[] indices)
            {
                (Tensor view, Tensor[] tensors) = Apply(indices);
                if (tensors.Length == 0)
                    return view;
                using (view)
                    return Aten.One("index.Tensor", view, Arg.Indices(tensors));
            }

            public Tensor index(params Tensor[] indices) => Aten.One("index.Tensor", this, Arg.Indices(indices));

            public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices, false);

            public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false) =>
                Put(value, indices, accumulate);

            public Tensor index_put_(Tensor value, params Tensor[] indices) =>
                Aten.InPlace("index_put_", this, Arg.Indices(indices), value);

            public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
                Aten.InPlace("index_put_", this, Arg.Indices(indices), value, accumulate);

            public Tensor index_put_(Scalar value, params TensorIndex[] indices)
            {
                using Tensor scalar = Aten.One("full", Array.Empty<long>(), value, dtype);
                return Put(scalar, indices, false);
            }

            private Tensor Put(Tensor value, TensorIndex[] indices, bool accumulate)
            {
                (Tensor view, Tensor[] tensors) = Apply(indices);
                using (view)
                {
                    if (tensors.Length > 0)
                        Aten.Run("index_put_", view, Arg.Indices(tensors), value, accumulate);
                    else if (accumulate)
                        Aten.Run("add_.Tensor", view, value);
                    else
                        Aten.Run("copy_", view, value);
                }
                return alias();
            }

            /// <summary>Applies all but the tensors of indices; these remain, each at its dimension of the view.</summary>
            private (Tensor View, Tensor[] Indices) Apply(TensorIndex[] indices)
            {
                Tensor view = alias();
                var tensors = new List<Tensor>();
                long dim = 0;
                foreach (TensorIndex index in indices)
                {
                    switch (index.kind)
                    {
                        case TensorIndex.Kind.Single:
                            view = Replace(view, view.select(dim, index.start.Value));
                            break;
                        case TensorIndex.Kind.Slice:
                            view = Replace(view, Sliced(view, dim++, index));
                            break;
                        case TensorIndex.Kind.None:
                        case TensorIndex.Kind.Null:
                            view = Replace(view, view.unsqueeze(dim++));
                            break;
                        case TensorIndex.Kind.Ellipsis:
                            dim =
                                view.Dimensions
                                - indices.Reverse().TakeWhile(i => i.kind != TensorIndex.Kind.Ellipsis).Sum(Consumed);
                            break;
                        case TensorIndex.Kind.Tensor:
                            while (tensors.Count < dim)
                                tensors.Add(null);
                            tensors.Add(index.tensor);
                            dim += Consumed(index);
                            break;
                        default:
                            throw new NotSupportedException($"Indexing by {index.kind} is not supported here.");
                    }
                }
                return (view, tensors.ToArray());
            }

            private static Tensor Sliced(Tensor view, long dim, TensorIndex index) =>
                Aten.One(
                    "slice.Tensor",
                    view,
                    dim,
                    Arg.Optional(index.start),
                    Arg.Optional(index.stop),
                    index.step ?? 1
                );

            // How many of the view's dimensions an index takes; a mask takes as many as it has itself.
            private static long Consumed(TensorIndex index) =>
                index.kind switch
                {
                    TensorIndex.Kind.None or TensorIndex.Kind.Null => 0,
                    TensorIndex.Kind.Tensor when index.tensor.dtype is ScalarType.Bool or ScalarType.Byte => index
                        .tensor
                        .Dimensions,
                    _ => 1,
                };

            private static Tensor Replace(Tensor old, Tensor view)
            {
                old.Dispose();
                return view;
            }
        }
    }
}
