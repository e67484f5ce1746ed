using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe class autograd
    {
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor> grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor> inputs = null
        )
        {
            var roots = Handles(tensors);
            var gradients = Handles(grad_tensors);
            var leaves = Handles(inputs);
            fixed (
                IntPtr* root = roots,
                    gradient = gradients,
                    leaf = leaves
            )
            {
                NativeMethods.THSAutograd_backward(
                    root,
                    roots.Length,
                    gradient,
                    gradients.Length,
                    retain_graph.HasValue ? (retain_graph.Value ? 1 : 0) : -1,
                    create_graph,
                    leaf,
                    leaves.Length
                );
            }

            CheckForErrors();
            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(
            Tensor tensor,
            IList<Tensor> grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor> inputs = null
        ) => backward(new[] { tensor }, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>
        /// Computes the gradients of the outputs with respect to the inputs. With allow_unused, the gradient of an
        /// unused input is null.
        /// </summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor> grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false
        )
        {
            var roots = Handles(outputs);
            var leaves = Handles(inputs);
            var gradients = Handles(grad_outputs);
            var results = new IntPtr[leaves.Length];
            fixed (
                IntPtr* root = roots,
                    leaf = leaves,
                    gradient = gradients,
                    result = results
            )
            {
                NativeMethods.THSAutograd_grad(
                    root,
                    roots.Length,
                    leaf,
                    leaves.Length,
                    gradient,
                    gradients.Length,
                    retain_graph,
                    create_graph,
                    allow_unused,
                    result
                );
            }

            CheckForErrors();
            KeepAlive(outputs, inputs, grad_outputs);
            return results.Select(handle => handle == IntPtr.Zero ? null : new Tensor(handle)).ToList();
        }

        private static IntPtr[] Handles(IList<Tensor> tensors) =>
            tensors is null ? [] : tensors.Select(tensor => tensor?.Handle ?? IntPtr.Zero).ToArray();

        private static void KeepAlive(IList<Tensor> first, IList<Tensor> second, IList<Tensor> third)
        {
            GC.KeepAlive(first);
            GC.KeepAlive(second);
            GC.KeepAlive(third);
        }
    }

    public static bool is_grad_enabled() => NativeMethods.THSAutograd_is_grad_enabled();

    public static IDisposable no_grad() => new GradientMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradientMode(enabled);

    /// <summary>Switches recording on or off for this thread until disposed.</summary>
    private sealed class GradientMode : IDisposable
    {
        private readonly bool previous;

        public GradientMode(bool enabled)
        {
            previous = NativeMethods.THSAutograd_is_grad_enabled();
            NativeMethods.THSAutograd_set_grad_enabled(enabled);
        }

        public void Dispose() => NativeMethods.THSAutograd_set_grad_enabled(previous);
    }
}
