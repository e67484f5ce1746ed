using System;
using System.Linq;
using System.Threading;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        // The object: handle, lifetime, metadata. The other files add the operators by topic.
        public partial class Tensor : IDisposable
        {
            private static long totalCount;
            private static long peakCount;

            internal IntPtr handle;

            internal Tensor(IntPtr handle, bool register = true)
            {
                this.handle = handle;
                peakCount = Math.Max(Interlocked.Increment(ref totalCount), peakCount);
                if (register)
                    OwningDisposeScope = DisposeScopeManager.Current.Register(this);
            }

            ~Tensor() => Dispose(false);

            internal DisposeScope OwningDisposeScope { get; set; }

            public static long TotalCount => Interlocked.Read(ref totalCount);

            public static long PeakCount => peakCount;

            public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

            public string name { get; set; }

            public bool IsInvalid => handle == IntPtr.Zero;

            public IntPtr Handle =>
                handle != IntPtr.Zero ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (handle == IntPtr.Zero)
                    return;
                if (disposing)
                {
                    LifetimeStatistics statistics = DisposeScopeManager.Current.Statistics_.TensorStatistics;
                    if (OwningDisposeScope is null)
                        statistics.DisposedOutsideScopeCount++;
                    else
                        statistics.DisposedInScopeCount++;
                    OwningDisposeScope?.Disposables.Remove(this);
                    OwningDisposeScope = null;
                }
                NativeMethods.THSTensor_dispose(TakeHandle());
            }

            public Tensor MoveToOuterDisposeScope()
            {
                OwningDisposeScope?.MoveToOuter(this);
                return this;
            }

            public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

            public Tensor MoveToOtherDisposeScope(DisposeScope other)
            {
                if (OwningDisposeScope is null && other is not null)
                    other.Attach(this);
                else
                    OwningDisposeScope?.MoveToOther(other, this);
                return this;
            }

            public Tensor DetachFromDisposeScope()
            {
                OwningDisposeScope?.Detach(this);
                return this;
            }

            public IntPtr DecoupleFromNativeHandle()
            {
                _ = Handle;
                GC.SuppressFinalize(this);
                return TakeHandle();
            }

            /// <summary>The handle moves to another owner; this object is invalid from then on.</summary>
            internal IntPtr TakeHandle()
            {
                Interlocked.Decrement(ref totalCount);
                IntPtr taken = handle;
                handle = IntPtr.Zero;
                return taken;
            }

            public Tensor alias() => new(NativeMethods.THSTensor_alias(Handle));

            public long Dimensions => Alive(NativeMethods.THSTensor_ndimension(Handle));

            public long dim() => Dimensions;

            public long ndim => Dimensions;

            public long NumberOfElements => Alive(NativeMethods.THSTensor_numel(Handle));

            public long numel() => NumberOfElements;

            public long ElementSize => Alive(NativeMethods.THSTensor_element_size(Handle));

            public long element_size() => ElementSize;

            public ScalarType dtype => (ScalarType)Alive(NativeMethods.THSTensor_type(Handle));

            public DeviceType device_type => (DeviceType)Alive(NativeMethods.THSTensor_device_type(Handle));

            public int device_index => Alive(NativeMethods.THSTensor_device_index(Handle));

            public Device device => new(device_type, device_index);

            public bool is_cuda => device_type == DeviceType.CUDA;

            public bool is_cpu() => device_type == DeviceType.CPU;

            public bool is_leaf => Alive(NativeMethods.THSTensor_is_leaf(Handle));

            public bool is_contiguous() => Alive(NativeMethods.THSTensor_is_contiguous(Handle));

            public bool is_integral() => torch.is_integral(dtype);

            public bool is_floating_point() => torch.is_floating_point(dtype);

            public bool is_complex() => torch.is_complex(dtype);

            public long storage_offset() => Alive(NativeMethods.THSTensor_storage_offset(Handle));

            public unsafe long[] shape
            {
                get
                {
                    var sizes = new long[Dimensions];
                    fixed (long* pointer = sizes)
                        NativeMethods.THSTensor_sizes(Handle, pointer);
                    return Alive(sizes);
                }
            }

            public long[] size() => shape;

            public long size(int dim) => At(shape, dim);

            public unsafe long[] stride()
            {
                var strides = new long[Dimensions];
                fixed (long* pointer = strides)
                    NativeMethods.THSTensor_strides(Handle, pointer);
                return Alive(strides);
            }

            public long stride(int dim) => At(stride(), dim);

            public bool Equals(Tensor target) => target is not null && Aten.Value("equal", this, target).Integer != 0;

            public override bool Equals(object obj) => obj is Tensor tensor && Equals(tensor);

            public override int GetHashCode() => base.GetHashCode();

            public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

            private static long At(long[] sizes, int dim)
            {
                if (dim < -sizes.Length || dim >= sizes.Length)
                    throw new System.Runtime.InteropServices.ExternalException(
                        $"Dimension out of range (expected to be in range of [{-sizes.Length}, {sizes.Length - 1}], but got {dim})"
                    );
                return sizes[dim < 0 ? dim + sizes.Length : dim];
            }

            // Keeps this tensor from the finalizer until the native call is over.
            private T Alive<T>(T value)
            {
                GC.KeepAlive(this);
                return value;
            }
        }
    }
}
