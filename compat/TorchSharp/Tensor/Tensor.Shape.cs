using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        // Views and copies in another shape.
        public partial class Tensor
        {
            public Tensor view(params long[] shape) => Aten.One("view", this, shape);

            public Tensor view_as(Tensor other) => Aten.One("view_as", this, other);

            public Tensor reshape(params long[] shape) => Aten.One("reshape", this, shape);

            public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
                Aten.One("flatten.using_ints", this, start_dim, end_dim);

            public Tensor unflatten(long dim, params long[] sizes)
            {
                if (dim < 0 || dim >= ndim)
                    throw new ArgumentException($"Invalid 'dim' argument: {dim}.");
                if (sizes.Length == 0)
                    throw new ArgumentException("The number of output sizes is zero.");
                return Aten.One("unflatten.int", this, dim, sizes);
            }

            public Tensor ravel() => Aten.One("ravel", this);

            public Tensor squeeze(long? dim = null) =>
                dim.HasValue ? Aten.One("squeeze.dim", this, dim.Value) : Aten.One("squeeze", this);

            public Tensor squeeze_(long? dim = null) =>
                dim.HasValue ? Aten.InPlace("squeeze_.dim", this, dim.Value) : Aten.InPlace("squeeze_", this);

            public Tensor unsqueeze(long dim) => Aten.One("unsqueeze", this, dim);

            public Tensor unsqueeze_(long dim) => Aten.InPlace("unsqueeze_", this, dim);

            public Tensor t() => Aten.One("t", this);

            public Tensor transpose(long dim0, long dim1) => Aten.One("transpose.int", this, dim0, dim1);

            public Tensor transpose_(long dim0, long dim1) => Aten.InPlace("transpose_", this, dim0, dim1);

            public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

            public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

            public Tensor permute(params long[] permutation) => Aten.One("permute", this, permutation);

            public Tensor permute(IEnumerable<long> permutation) => Aten.One("permute", this, permutation.ToArray());

            public Tensor movedim(long[] source, long[] destination) =>
                Aten.One("movedim.intlist", this, source, destination);

            public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

            public Tensor expand(params long[] sizes) => Aten.One("expand", this, sizes);

            public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.One("expand", this, sizes, isImplicit);

            public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
                Aten.One("expand", this, sizes.ToArray(), isImplicit);

            public Tensor expand_as(Tensor other) => Aten.One("expand_as", this, other);

            public Tensor broadcast_to(params long[] shape) => Aten.One("broadcast_to", this, shape);

            public Tensor repeat(params long[] sizes) => Aten.One("repeat", this, sizes);

            public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
                Aten.One("repeat_interleave.self_int", this, repeats, Arg.Optional(dim), Arg.Optional(output_size));

            public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
                Aten.One("repeat_interleave.self_Tensor", this, repeats, Arg.Optional(dim), Arg.Optional(output_size));

            public Tensor tile(long[] reps) => Aten.One("tile", this, reps);

            public Tensor flip(params long[] dims) => Aten.One("flip", this, dims);

            public Tensor roll(long[] shifts, long[] dims) => Aten.One("roll", this, shifts, dims);

            public Tensor rot90(long k = 1, (long, long)? dims = null) =>
                Aten.One(
                    "rot90",
                    this,
                    k,
                    dims.HasValue ? new[] { dims.Value.Item1, dims.Value.Item2 } : new long[] { 0, 1 }
                );

            public Tensor[] chunk(long chunks, long dim = 0) => Aten.List("chunk", this, chunks, dim);

            public Tensor[] split(long size, int dim = 0) => Aten.List("split.Tensor", this, size, (long)dim);

            public Tensor[] split(params long[] sizes) => Aten.List("split_with_sizes", this, sizes);

            public Tensor[] split(long[] sizes, long dim = 0) => Aten.List("split_with_sizes", this, sizes, dim);

            public Tensor[] unbind(long dimension = 0) => Aten.List("unbind.int", this, dimension);

            public Tensor[] tensor_split(long size, long dim = 0) =>
                Aten.List("tensor_split.sections", this, size, dim);

            public Tensor unfold(long dimension, long size, long step) =>
                Aten.One("unfold", this, dimension, size, step);

            public Tensor contiguous() => Aten.One("contiguous", this);

            public Tensor clone() => Aten.One("clone", this);

            public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
                Aten.One("as_strided", this, size, strides, storageOffset);
        }
    }
}
