using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        // Products and parts of matrices.
        public partial class Tensor
        {
            public Tensor mm(Tensor target) => Aten.One("mm", this, target);

            /// <summary>TorchSharp 0.107 lets libtorch's error cross its native boundary, which ends the process.</summary>
            public Tensor matmul(Tensor target)
            {
                try
                {
                    return Aten.One("matmul", this, target);
                }
                catch (ExternalException error)
                {
                    Environment.FailFast(error.Message);
                    throw;
                }
            }

            public Tensor mv(Tensor target) => Aten.One("mv", this, target);

            public Tensor dot(Tensor target) => Aten.One("dot", this, target);

            public Tensor bmm(Tensor batch2) => Aten.One("bmm", this, batch2);

            public Tensor outer(Tensor vec2) => Aten.One("outer", this, vec2);

            public Tensor trace() => Aten.One("trace", this);

            public Tensor det() => Aten.One("det", this);

            public Tensor logdet() => Aten.One("logdet", this);

            public Tensor inverse() => Aten.One("inverse", this);

            public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
                Aten.One("addmm", this, mat1, mat2, (double)beta, (double)alpha);

            public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) =>
                Aten.One("addmv", this, mat, vec, (double)beta, (double)alpha);

            public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) =>
                Aten.One("addr", this, vec1, vec2, (double)beta, (double)alpha);

            public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
                Aten.InPlace("addmm_", this, mat1, mat2, (double)beta, (double)alpha);

            public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) =>
                Aten.InPlace("addmv_", this, mat, vec, (double)beta, (double)alpha);

            public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) =>
                Aten.InPlace("addr_", this, vec1, vec2, (double)beta, (double)alpha);

            public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
                Aten.One("baddbmm", this, batch1, batch2, (double)beta, (double)alpha);

            public Tensor diag(long diagonal = 0) => Aten.One("diag", this, diagonal);

            public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) =>
                Aten.One("diagonal", this, offset, dim1, dim2);

            public Tensor tril(long diagonal = 0) => Aten.One("tril", this, diagonal);

            public Tensor tril_(long diagonal = 0) => Aten.InPlace("tril_", this, diagonal);

            public Tensor triu(long diagonal = 0) => Aten.One("triu", this, diagonal);

            public Tensor triu_(long diagonal = 0) => Aten.InPlace("triu_", this, diagonal);
        }
    }
}
