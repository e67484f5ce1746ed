using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// Calls ATen's operators by schema name, "name" or "name.overload". Arguments left out take the schema's defaults.
/// Tensors that come back are new objects, registered with the current dispose scope.
/// </summary>
internal static unsafe class Aten
{
    private const int StackWords = 512;

    private static readonly ConcurrentDictionary<string, IntPtr> Handles = new();

    /// <summary>Calls an operator that returns one tensor. Returns this tensor.</summary>
    public static Tensor One(string op, params ReadOnlySpan<Arg> arguments) => ToTensor(Call(op, arguments, out _)[0]);

    public static (Tensor, Tensor) Two(string op, params ReadOnlySpan<Arg> arguments)
    {
        var results = Call(op, arguments, out _);
        return (ToTensor(results[0]), ToTensor(results[1]));
    }

    public static Tensor[] List(string op, params ReadOnlySpan<Arg> arguments)
    {
        var results = Call(op, arguments, out var count);
        var tensors = new Tensor[count];
        for (var i = 0; i < count; i++)
        {
            tensors[i] = ToTensor(results[i]);
        }

        return tensors;
    }

    /// <summary>Runs operators that return nothing, or one of their arguments.</summary>
    public static void Run(string op, params ReadOnlySpan<Arg> arguments)
    {
        var results = Call(op, arguments, out var count);
        for (var i = 0; i < count; i++)
        {
            if (results[i].Kind == ValueKind.Tensor)
            {
                NativeMethods.THSTensor_dispose(results[i].Pointer);
            }
        }
    }

    /// <summary>Runs operators that write into their first argument, and returns that object.</summary>
    public static Tensor InPlace(string op, Tensor target, params ReadOnlySpan<Arg> others)
    {
        Run(op, [target, .. others]);
        return target;
    }

    /// <summary>Runs operators that return a number or a Boolean.</summary>
    public static NativeValue Value(string op, params ReadOnlySpan<Arg> arguments) => Call(op, arguments, out _)[0];

    private static Tensor ToTensor(NativeValue value) =>
        value.Pointer == IntPtr.Zero ? null : new Tensor(value.Pointer);

    private static NativeValue* Call(string op, ReadOnlySpan<Arg> arguments, out int count)
    {
        var handle = Handles.TryGetValue(op, out var known) ? known : Find(op);
        var values = stackalloc NativeValue[arguments.Length];
        // Lists are copied, to the stack if they are as short as usual, so that nothing needs pinning.
        var words = 0;
        foreach (var argument in arguments)
        {
            words += WordsOf(argument);
        }

        var heap = words > StackWords ? GC.AllocateUninitializedArray<long>(words, pinned: true) : null;
        var stack = stackalloc long[heap is null ? words : 0];
        var scratch = heap is null ? stack : (long*)Marshal.UnsafeAddrOfPinnedArrayElement(heap, 0);
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = ToNative(arguments[i], scratch);
            scratch += WordsOf(arguments[i]);
        }

        var results = NativeMethods.THSOperator_call(handle, values, arguments.Length, out count);
        foreach (var argument in arguments)
        {
            GC.KeepAlive(argument.Reference);
        }

        GC.KeepAlive(heap);
        if (results == null)
        {
            CheckForErrors();
        }

        return results;
    }

    private static IntPtr Find(string op)
    {
        var dot = op.IndexOf('.');
        var name = dot < 0 ? op : op[..dot];
        var handle = NativeMethods.THSOperator_find("aten::" + name, dot < 0 ? "" : op[(dot + 1)..]);
        if (handle == IntPtr.Zero)
        {
            CheckForErrors();
        }

        return Handles.GetOrAdd(op, handle);
    }

    private static int WordsOf(Arg argument) =>
        argument.Reference switch
        {
            long[] list => list.Length,
            Tensor[] tensors => tensors.Length,
            string text => (Encoding.UTF8.GetByteCount(text) / sizeof(long)) + 1,
            _ => 0,
        };

    private static NativeValue ToNative(Arg argument, long* scratch)
    {
        var value = new NativeValue
        {
            Kind = argument.Kind,
            Count = argument.Count,
            Integer = argument.Bits,
        };
        switch (argument.Reference)
        {
            case null:
                return value;
            case Tensor tensor:
                value.Pointer = tensor.Handle;
                return value;
            case Generator generator:
                value.Pointer = generator.Handle;
                return value;
            case long[] list:
                list.CopyTo(new Span<long>(scratch, list.Length));
                break;
            case Tensor[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                {
                    scratch[i] = tensors[i] is null ? 0 : tensors[i].Handle;
                }

                break;
            case string text:
                var bytes = new Span<byte>(scratch, WordsOf(argument) * sizeof(long));
                bytes.Clear();
                Encoding.UTF8.GetBytes(text, bytes);
                break;
        }

        value.Pointer = (IntPtr)scratch;
        return value;
    }
}
