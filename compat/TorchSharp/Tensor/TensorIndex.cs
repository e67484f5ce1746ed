using System;

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>One position of an indexing expression: a number, a range, a new axis, or a tensor of indices.</summary>
        public struct TensorIndex
        {
            internal enum Kind
            {
                None,
                Single,
                Slice,
                Ellipsis,
                Bool,
                Tensor,
                Null,
            }

            internal Kind kind;
            internal long? start;
            internal long? stop;
            internal long? step;
            internal Tensor tensor;

            public static TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };
            public static TensorIndex None = new() { kind = Kind.None };
            public static TensorIndex Null = new() { kind = Kind.Null };
            public static TensorIndex Colon = Slice();

            public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
                new()
                {
                    kind = Kind.Slice,
                    start = start,
                    stop = stop,
                    step = step,
                };

            public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

            public static TensorIndex Slice(Range range) =>
                Slice(
                    range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
                    !range.End.IsFromEnd ? range.End.Value
                        : range.End.Value == 0 ? null
                        : -range.End.Value
                );

            public static TensorIndex Bool(bool value) => new() { kind = Kind.Bool, start = value ? 1 : 0 };

            public static TensorIndex Single(long? index) => new() { kind = Kind.Single, start = index };

            public static TensorIndex Tensor(Tensor tensor) => new() { kind = Kind.Tensor, tensor = tensor };

            public static implicit operator TensorIndex(long value) => Single(value);

            public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

            public static implicit operator TensorIndex(Range range) => Slice(range);

            public static implicit operator TensorIndex(Index index) =>
                Single(index.IsFromEnd ? -index.Value : index.Value);
        }
    }
}
