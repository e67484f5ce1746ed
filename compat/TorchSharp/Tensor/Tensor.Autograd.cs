using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Gradients.
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Alive(NativeMethods.THSTensor_requires_grad(Handle));
            set
            {
                NativeMethods.THSTensor_set_requires_grad(Handle, value);
                CheckForErrors();
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Gets a new object for the gradient, or null if there is none.</summary>
#nullable enable annotations
        public Tensor? grad
#nullable restore annotations
        {
            get
            {
                var gradient = NativeMethods.THSTensor_grad(Handle);
                CheckForErrors();
                GC.KeepAlive(this);
                return gradient == IntPtr.Zero ? null : new Tensor(gradient);
            }
            set
            {
                NativeMethods.THSTensor_set_grad(Handle, value?.Handle ?? IntPtr.Zero);
                CheckForErrors();
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void backward() => autograd.backward(this);

        public Tensor detach() => Aten.One("detach", this);
    }
}
