using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>An operation that needs the .NET type of an element type.</summary>
internal interface IElementTypeUse<out TResult>
{
    TResult With<T>()
        where T : struct;
}

/// <summary>An element type that both ONNX and ML.NET's columns have.</summary>
internal abstract class ElementType(TensorElementType onnx, PrimitiveDataViewType column)
{
    private static readonly ElementType[] All =
    [
        new Known<float>(TensorElementType.Float, NumberDataViewType.Single),
        new Known<double>(TensorElementType.Double, NumberDataViewType.Double),
        new Known<sbyte>(TensorElementType.Int8, NumberDataViewType.SByte),
        new Known<byte>(TensorElementType.UInt8, NumberDataViewType.Byte),
        new Known<short>(TensorElementType.Int16, NumberDataViewType.Int16),
        new Known<ushort>(TensorElementType.UInt16, NumberDataViewType.UInt16),
        new Known<int>(TensorElementType.Int32, NumberDataViewType.Int32),
        new Known<uint>(TensorElementType.UInt32, NumberDataViewType.UInt32),
        new Known<long>(TensorElementType.Int64, NumberDataViewType.Int64),
        new Known<ulong>(TensorElementType.UInt64, NumberDataViewType.UInt64),
        new Known<bool>(TensorElementType.Bool, BooleanDataViewType.Instance),
        new Known<ReadOnlyMemory<char>>(TensorElementType.String, TextDataViewType.Instance),
    ];

    public TensorElementType Onnx => onnx;

    public PrimitiveDataViewType Column => column;

    /// <summary>Gets the number of bytes of one value in memory. A text is a reference to its characters.</summary>
    public abstract int Size { get; }

    public abstract TResult Use<TResult>(IElementTypeUse<TResult> use);

    /// <summary>Returns the element type, or null if ML.NET has no such columns, as for float16.</summary>
    public static ElementType? Find(TensorElementType type) => Array.Find(All, t => t.Onnx == type);

    private sealed class Known<T>(TensorElementType onnx, PrimitiveDataViewType column) : ElementType(onnx, column)
        where T : struct
    {
        public override int Size => Unsafe.SizeOf<T>();

        public override TResult Use<TResult>(IElementTypeUse<TResult> use) => use.With<T>();
    }
}
