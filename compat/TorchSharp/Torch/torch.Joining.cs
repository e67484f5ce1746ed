using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp
{
    // Several tensors become one.
    public static partial class torch
    {
        public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

        public static Tensor cat(Tensor[] tensors, long dim = 0) => Aten.One("cat", tensors, dim);

        public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

        public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

        public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) =>
            Aten.One("stack", tensors.ToArray(), dim);

        public static Tensor vstack(IList<Tensor> tensors) => vstack(tensors.ToArray());

        public static Tensor vstack(Tensor[] tensors) => Aten.One("vstack", tensors);

        public static Tensor hstack(IList<Tensor> tensors) => hstack(tensors.ToArray());

        public static Tensor hstack(params Tensor[] tensors) => Aten.One("hstack", tensors);

        public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.One("einsum", equation, tensors);

        public static Tensor[] where(Tensor condition) => Aten.List("where", condition);

        public static long numel(Tensor input) => input.numel();
    }
}
