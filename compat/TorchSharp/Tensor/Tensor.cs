using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // The object: handle, lifetime, metadata. The other files add the operators by topic.
    public partial class Tensor : IDisposable
    {
        private static long totalCount;

        internal IntPtr handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            Interlocked.Increment(ref totalCount);
            if (register)
            {
                OwningDisposeScope = DisposeScopeManager.Current.Register(this);
            }
        }

        ~Tensor() => Dispose(false);

        internal DisposeScope OwningDisposeScope { get; set; }

        public static long TotalCount => Interlocked.Read(ref totalCount);

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
            {
                return;
            }

            if (disposing)
            {
                var statistics = DisposeScopeManager.Current.Statistics_.TensorStatistics;
                if (OwningDisposeScope is null)
                {
                    statistics.DisposedOutsideScopeCount++;
                }
                else
                {
                    statistics.DisposedInScopeCount++;
                }

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

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Returns the handle and gives up its ownership. This object is invalid afterwards.</summary>
        internal IntPtr TakeHandle()
        {
            Interlocked.Decrement(ref totalCount);
            var taken = handle;
            handle = IntPtr.Zero;
            return taken;
        }

        public Tensor alias() => new(NativeMethods.THSTensor_alias(Handle));

        public long Dimensions => Alive(NativeMethods.THSTensor_ndimension(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Alive(NativeMethods.THSTensor_numel(Handle));

        public long numel() => NumberOfElements;

        public long ElementSize => Alive(NativeMethods.THSTensor_element_size(Handle));

        public ScalarType dtype => (ScalarType)Alive(NativeMethods.THSTensor_type(Handle));

        public DeviceType device_type => (DeviceType)Alive(NativeMethods.THSTensor_device_type(Handle));

        public int device_index => Alive(NativeMethods.THSTensor_device_index(Handle));

        public Device device => new(device_type, device_index);

        public bool is_contiguous() => Alive(NativeMethods.THSTensor_is_contiguous(Handle));

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* pointer = sizes)
                {
                    NativeMethods.THSTensor_sizes(Handle, pointer);
                }

                return Alive(sizes);
            }
        }

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* pointer = strides)
            {
                NativeMethods.THSTensor_strides(Handle, pointer);
            }

            return Alive(strides);
        }

        public bool Equals(Tensor target) => target is not null && Aten.Value("equal", this, target).Integer != 0;

        public override bool Equals(object obj) => obj is Tensor tensor && Equals(tensor);

        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        // Keeps this tensor from the finalizer until the native call is over.
        private T Alive<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
